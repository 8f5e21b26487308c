import { createRouter, createWebHashHistory } from 'vue-router'
import { session } from './api.ts'
import shop from './screens/shop.vue'

declare module 'vue-router' {
  interface RouteMeta {
    /** What the screen is called, by its place in the words. */
    words?: string
    /** Shows what is somebody's own. */
    isPersonal?: boolean
  }
}

const personal = (words: string) => ({ meta: { words, isPersonal: true } })

export const router = createRouter({
  history: createWebHashHistory('/app/'),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [
    { path: '/', component: shop },
    { path: '/shop', component: () => import('./screens/about.vue'), meta: { words: 'shop.about' } },
    { path: '/login', component: () => import('./screens/login.vue'), meta: { words: 'login.title' } },
    { path: '/checkout', component: () => import('./screens/checkout.vue'), ...personal('checkout.title') },
    { path: '/orders', component: () => import('./screens/orders.vue'), meta: { words: 'order.list' } },
    { path: '/orders/:id', component: () => import('./screens/order.vue'), ...personal('order.title') },
    { path: '/orders/:id/pay', component: () => import('./screens/pay.vue'), ...personal('pay.title') },
    {
      path: '/orders/:id/after-sales',
      component: () => import('./screens/after-sales.vue'),
      ...personal('claim.title'),
    },
    { path: '/orders/:id/claim', component: () => import('./screens/claim.vue'), ...personal('claim.ask') },
    { path: '/addresses', component: () => import('./screens/addresses.vue'), ...personal('address.title') },
    {
      path: '/addresses/:id',
      component: () => import('./screens/address.vue'),
      ...personal('address.title'),
    },
    { path: '/me', component: () => import('./screens/me.vue'), meta: { words: 'me.title' } },
    { path: '/me/profile', component: () => import('./screens/profile.vue'), ...personal('me.profile') },
    { path: '/messages', component: () => import('./screens/messages.vue'), ...personal('messages.title') },
    {
      path: '/:rest(.*)*',
      component: () => import('./screens/missing.vue'),
      meta: { words: 'missing.title' },
    },
  ],
})

/** Whoever needs to be known for a screen logs in first and is led there afterwards. */
export const loginFor = (fullPath: string) => ({ path: '/login', query: { to: fullPath } })

router.beforeEach(
  ({ meta, fullPath }) => meta.isPersonal !== true || session.current() !== null || loginFor(fullPath),
)
