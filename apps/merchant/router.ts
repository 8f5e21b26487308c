import { createRouter, createWebHashHistory } from 'vue-router'
import { session } from './api.ts'

/** The pages of the shop in the order of the menu, and what one must be trusted with to see them. */
export const groups = [
  {
    name: 'serving',
    pages: [
      {
        path: '/',
        name: 'board',
        icon: 'receipt',
        permission: 'orders',
        component: () => import('./screens/board.vue'),
      },
      {
        path: '/kitchen',
        name: 'kitchen',
        icon: 'bowl',
        permission: 'orders',
        component: () => import('./screens/kitchen.vue'),
      },
      {
        path: '/orders',
        name: 'orders',
        icon: 'search',
        permission: 'orders',
        component: () => import('./screens/orders.vue'),
      },
      {
        path: '/claims',
        name: 'claims',
        icon: 'refund',
        permission: 'orders',
        component: () => import('./screens/claims.vue'),
      },
      {
        path: '/messages',
        name: 'messages',
        icon: 'message',
        permission: 'orders',
        component: () => import('./screens/messages.vue'),
      },
    ],
  },
  {
    name: 'goods',
    pages: [
      {
        path: '/items',
        name: 'items',
        icon: 'tag',
        permission: 'menu',
        component: () => import('./screens/items.vue'),
      },
      {
        path: '/categories',
        name: 'categories',
        icon: 'layers',
        permission: 'menu',
        component: () => import('./screens/categories.vue'),
      },
      {
        path: '/stock',
        name: 'stock',
        icon: 'box',
        permission: 'stock',
        component: () => import('./screens/stock.vue'),
      },
    ],
  },
  {
    name: 'running',
    pages: [
      {
        path: '/workbench',
        name: 'workbench',
        icon: 'home',
        permission: 'reports',
        component: () => import('./screens/workbench.vue'),
      },
      {
        path: '/reports',
        name: 'reports',
        icon: 'chart',
        permission: 'reports',
        component: () => import('./screens/reports.vue'),
      },
      {
        path: '/customers',
        name: 'customers',
        icon: 'person',
        permission: 'reports',
        component: () => import('./screens/customers.vue'),
      },
      {
        path: '/reconciliation',
        name: 'reconciliation',
        icon: 'scales',
        permission: 'config',
        component: () => import('./screens/reconciliation.vue'),
      },
      {
        path: '/shop',
        name: 'shop',
        icon: 'shop',
        permission: 'serving',
        component: () => import('./screens/shop.vue'),
      },
      {
        path: '/employees',
        name: 'employees',
        icon: 'people',
        permission: 'employees',
        component: () => import('./screens/employees.vue'),
      },
      {
        path: '/audit',
        name: 'audit',
        icon: 'shield',
        permission: 'audit',
        component: () => import('./screens/audit.vue'),
      },
    ],
  },
] as const

const pages = groups.flatMap((group) => [...group.pages])

export const router = createRouter({
  history: createWebHashHistory('/console/'),
  routes: [
    { path: '/login', name: 'login', component: () => import('./screens/login.vue') },
    { path: '/password', name: 'password', component: () => import('./screens/password.vue') },
    {
      path: '/',
      component: () => import('./screens/frame.vue'),
      children: pages.map(({ icon: _, permission, ...page }) => ({ ...page, meta: { permission } })),
    },
  ],
})

/** Nobody works unknown, with a password that somebody else has chosen, or where their roles do not reach. */
router.beforeEach(({ name, fullPath, meta }) => {
  const now = session.current()
  if (now === null) return name === 'login' || { name: 'login', query: { to: fullPath } }
  if (now.mustChangePassword) return name === 'password' || { name: 'password' }
  if (name === 'password') return true
  const mayEnter = (permission: unknown) => now.permissions.some((one) => one === permission)
  if (mayEnter(meta.permission)) return true
  return pages.find(({ permission }) => mayEnter(permission))?.path ?? true
})
