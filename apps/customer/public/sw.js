// Without a network the app still opens, with the pictures that were seen last; the menu it keeps itself. Carts,
// orders and money are never answered from here.
const kept = 'kept-2'
const picturesMax = 300
/** Those of a few deployments. */
const filesMax = 150

self.addEventListener('install', (event) => {
  self.skipWaiting()
  event.waitUntil(keepShell())
})
self.addEventListener('activate', (event) => event.waitUntil(takeOver()))
self.addEventListener('fetch', (event) => {
  const answer = answerTo(event.request)
  if (answer) event.respondWith(answer)
})

/** The page and what it loads first: all of it was fetched before this worker could see it. */
async function keepShell() {
  const cache = await caches.open(kept)
  const page = await fetch('./', { cache: 'no-cache' })
  await cache.put('./', page.clone())
  const files = [...(await page.text()).matchAll(/(?:src|href)="([^"]*\/assets\/[^"]+)"/g)]
  await cache.addAll(files.map(([, path]) => path))
}

async function takeOver() {
  for (const name of await caches.keys()) if (name !== kept) await caches.delete(name)
  await self.clients.claim()
}

/** Undefined where the network alone may answer. */
function answerTo(request) {
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin) return undefined
  if (request.mode === 'navigate') return newest(request)
  if (pathname.includes('/assets/') || pathname.startsWith('/v1/images/')) return once(request)
  return undefined
}

/** The page as the network has it; without one, as it was last. */
async function newest(request) {
  const cache = await caches.open(kept)
  try {
    const response = await fetch(request)
    if (response.ok) await cache.put('./', response.clone())
    return response
  } catch (error) {
    const known = await cache.match('./')
    if (known) return known
    throw error
  }
}

/** What never changes under its name is fetched once. */
async function once(request) {
  const cache = await caches.open(kept)
  const known = await cache.match(request)
  if (known) return known
  const response = await fetch(request)
  if (response.ok) await keep(cache, request, response.clone())
  return response
}

async function keep(cache, request, response) {
  await cache.put(request, response)
  await prune(cache, '/v1/images/', picturesMax)
  await prune(cache, '/assets/', filesMax)
}

/** The oldest go first. */
async function prune(cache, place, max) {
  const all = (await cache.keys()).filter(({ url }) => url.includes(place))
  for (const old of all.slice(0, Math.max(0, all.length - max))) await cache.delete(old)
}
