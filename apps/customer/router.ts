import { createRouter, createWebHashHistory } from 'vue-router'
import shop from './screens/shop.vue'

export const router = createRouter({
  history: createWebHashHistory('/app/'),
  routes: [{ path: '/', name: 'shop', component: shop }],
})
