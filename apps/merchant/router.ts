import { createRouter, createWebHashHistory } from 'vue-router'
import { session } from './api.ts'

/** The pages of the shop, in the order of the menu, and what one must be trusted with to see them. */
export const pages = [
  { path: '/', name: 'board', permission: 'orders', component: () => import('./screens/board.vue') },
  {
    path: '/kitchen',
    name: 'kitchen',
    permission: 'orders',
    component: () => import('./screens/kitchen.vue'),
  },
  { path: '/items', name: 'items', permission: 'menu', component: () => import('./screens/items.vue') },
  {
    path: '/categories',
    name: 'categories',
    permission: 'menu',
    component: () => import('./screens/categories.vue'),
  },
  { path: '/shop', name: 'shop', permission: 'shop', component: () => import('./screens/shop.vue') },
  {
    path: '/reports',
    name: 'reports',
    permission: 'reports',
    component: () => import('./screens/reports.vue'),
  },
  {
    path: '/reconciliation',
    name: 'reconciliation',
    permission: 'config',
    component: () => import('./screens/reconciliation.vue'),
  },
  {
    path: '/employees',
    name: 'employees',
    permission: 'employees',
    component: () => import('./screens/employees.vue'),
  },
  { path: '/audit', name: 'audit', permission: 'audit', component: () => import('./screens/audit.vue') },
  {
    path: '/messages',
    name: 'messages',
    permission: 'orders',
    component: () => import('./screens/messages.vue'),
  },
] as const

export const router = createRouter({
  history: createWebHashHistory('/console/'),
  routes: [
    { path: '/login', name: 'login', component: () => import('./screens/login.vue') },
    { path: '/password', name: 'password', component: () => import('./screens/password.vue') },
    {
      path: '/',
      component: () => import('./screens/frame.vue'),
      children: pages.map(({ permission: _, ...page }) => page),
    },
  ],
})

/** Nobody works unknown, nor with a password that somebody else has chosen. */
router.beforeEach(({ name, fullPath }) => {
  const now = session.current()
  if (now === null) return name === 'login' || { name: 'login', query: { to: fullPath } }
  if (now.mustChangePassword) return name === 'password' || { name: 'password' }
  return name !== 'login' && name !== 'password' ? true : '/'
})
