import type { Router } from 'vue-router'

/** Long after the menu is there: nobody waits for what this fetches. */
const patienceMs = 5000

/** Sees to it that the app opens without a network, every screen of it. */
export async function keepForLater(router: Router): Promise<void> {
  await navigator.serviceWorker.register('/app/sw.js')
  await navigator.serviceWorker.ready
  setTimeout(() => void fetchScreens(router), patienceMs)
}

/** One after the other; what is fetched passes the worker, which keeps it. */
async function fetchScreens(router: Router): Promise<void> {
  for (const { components } of router.getRoutes()) {
    const screen = components?.default
    // What fails now is fetched when somebody goes there.
    if (typeof screen === 'function') await (screen as () => Promise<unknown>)().catch(() => undefined)
  }
}
