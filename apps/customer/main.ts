import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { applyTheme } from '../web/theme.ts'
import app from './app.vue'
import { keepForLater } from './keep-for-later.ts'
import { i18n } from './language.ts'
import { router } from './router.ts'
import { useMenu } from './stores/menu.ts'
import { useToast } from './stores/toast.ts'
import './style.css'

applyTheme()
createApp(app).use(createPinia()).use(i18n).use(router).mount('#app')
// A screen that cannot be fetched: the one before it stays, and says so.
router.onError(() => useToast().say({ text: i18n.global.t('problem.unreachable'), isBad: true }))
// The menu is on its way whatever screen comes first: names and prices of the cart are taken from it.
void router.isReady().then(() => {
  if (router.currentRoute.value.path !== '/') void useMenu().load()
})
if ('serviceWorker' in navigator) addEventListener('load', () => void keepForLater(router))
