// Before anything is drawn: light or dark, so that nobody is dazzled.
const kept = localStorage.getItem('mantine-color-scheme-value')
const dark = kept === 'dark' || (kept !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')

// And before the scripts have come: who is here, and if somebody is, what is live. The server thinks meanwhile.
const language = localStorage.getItem('wattfleet.language')
const asked = (path, accept, abort) =>
  fetch(path, {
    headers: language ? { accept, 'accept-language': language } : { accept },
    credentials: 'same-origin',
    signal: abort.signal,
  })
const [whoAbort, liveAbort] = [new AbortController(), new AbortController()]
const who = asked('/api/v1/me', 'application/json', whoAbort).catch(() => null)
const live = who
  .then((me) => (me?.ok ? asked('/api/v1/live', 'text/event-stream', liveAbort) : null))
  .catch(() => null)
window.begun = new Map([
  ['/api/v1/me', { answer: who, abort: whoAbort }],
  ['/api/v1/live', { answer: live, abort: liveAbort }],
])
