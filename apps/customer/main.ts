import { createPinia } from 'pinia'
import { createApp } from 'vue'
import app from './app.vue'
import { i18n } from './language.ts'
import { router } from './router.ts'

createApp(app).use(createPinia()).use(i18n).use(router).mount('#app')
