import { createRouter, createWebHashHistory } from 'vue-router'
import login from './screens/login.vue'

export const router = createRouter({
  history: createWebHashHistory('/console/'),
  routes: [{ path: '/', name: 'login', component: login }],
})
