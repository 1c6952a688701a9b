// The app without a network: its own files from the store, the newest page first, data never from here.
// What the app last knew of a session it keeps itself, and shows as old.
const STORE = 'wattfleet-driver-1'
const PAGE = '/driver/'

self.addEventListener('install', (event) => {
  event.waitUntil(
    fetch(PAGE)
      .then((page) => keepPage(page))
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
  const isPage = request.mode === 'navigate'
  try {
    const response = await fetch(request)
    return isPage ? await keepPage(response) : await keep(request, response)
  } catch (error) {
    const kept = await caches.match(isPage ? PAGE : request)
    if (kept) return kept
    throw error
  }
}

async function keep(request, response) {
  if (response.ok) {
    const store = await caches.open(STORE)
    await store.put(request, response.clone())
  }
  return response
}

// A page without what it names is a white screen: its scripts and styles are kept with it, before it counts as
// kept, since those of the first visit were fetched before this worker was there. Those of older pages go.
async function keepPage(response) {
  if (!response.ok) return response
  const text = await response.clone().text()
  const named = [...text.matchAll(/(?:src|href)="(\/driver\/[^"]+)"/g)].map(([, path]) => path)
  const store = await caches.open(STORE)
  const missing = await Promise.all(named.map(async (path) => ((await store.match(path)) ? null : path)))
  await store.addAll(missing.filter((path) => path !== null))
  await store.put(PAGE, response.clone())
  for (const request of await store.keys()) {
    const { pathname } = new URL(request.url)
    const isOld = /^\/driver\/assets\/.*\.(js|css)$/.test(pathname) && !named.includes(pathname)
    if (isOld) await store.delete(request)
  }
  return response
}
