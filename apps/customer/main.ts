import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { applyTheme } from '../web/theme.ts'
import app from './app.vue'
import { i18n } from './language.ts'
import { router } from './router.ts'
import './style.css'

applyTheme()
createApp(app).use(createPinia()).use(i18n).use(router).mount('#app')
if ('serviceWorker' in navigator)
  addEventListener('load', () => void navigator.serviceWorker.register('/app/sw.js'))
