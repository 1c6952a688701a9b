// The app without a network: its own files from the store, the newest page first, data never from here.
// What the app last knew of a session it keeps itself, and shows as old.
const STORE = 'wattfleet-driver-1'

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(STORE)
      .then((store) => store.add('/driver/'))
      .then(() => self.skipWaiting()),
  )
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((one) => one !== STORE).map((one) => caches.delete(one))))
      .then(() => self.clients.claim()),
  )
})

self.addEventListener('fetch', (event) => {
  const { pathname, origin } = new URL(event.request.url)
  if (event.request.method !== 'GET' || origin !== self.location.origin) return
  if (pathname.startsWith('/driver/assets/')) event.respondWith(keptFirst(event.request))
  else if (pathname.startsWith('/driver')) event.respondWith(newestFirst(event.request))
})

async function keptFirst(request) {
  const kept = await caches.match(request)
  return kept ?? keep(request, await fetch(request))
}

async function newestFirst(request) {
  try {
    return await keep(request, await fetch(request))
  } catch (error) {
    const page = request.mode === 'navigate' ? '/driver/' : request
    const kept = await caches.match(page)
    if (kept) return kept
    throw error
  }
}

async function keep(request, response) {
  if (response.ok) {
    const store = await caches.open(STORE)
    await store.put(request.mode === 'navigate' ? '/driver/' : request, response.clone())
  }
  return response
}
