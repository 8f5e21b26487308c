import { createRouter, createWebHashHistory } from 'vue-router'
import { session } from './api.ts'
import shop from './screens/shop.vue'

/** Whoever needs to be known for a screen logs in first and is led there afterwards. */
const known = {
  beforeEnter: ({ fullPath }: { fullPath: string }) =>
    session.current() !== null || { path: '/login', query: { to: fullPath } },
}

export const router = createRouter({
  history: createWebHashHistory('/app/'),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [
    { path: '/', component: shop },
    { path: '/shop', component: () => import('./screens/about.vue') },
    { path: '/login', component: () => import('./screens/login.vue') },
    { path: '/checkout', component: () => import('./screens/checkout.vue'), ...known },
    { path: '/orders', component: () => import('./screens/orders.vue') },
    { path: '/orders/:id', component: () => import('./screens/order.vue'), ...known },
    { path: '/orders/:id/pay', component: () => import('./screens/pay.vue'), ...known },
    { path: '/orders/:id/after-sales', component: () => import('./screens/after-sales.vue'), ...known },
    { path: '/orders/:id/claim', component: () => import('./screens/claim.vue'), ...known },
    { path: '/addresses', component: () => import('./screens/addresses.vue'), ...known },
    { path: '/addresses/:id', component: () => import('./screens/address.vue'), ...known },
    { path: '/me', component: () => import('./screens/me.vue') },
    { path: '/me/profile', component: () => import('./screens/profile.vue'), ...known },
    { path: '/messages', component: () => import('./screens/messages.vue'), ...known },
    { path: '/:rest(.*)*', component: () => import('./screens/missing.vue') },
  ],
})
