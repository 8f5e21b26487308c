import { createI18n } from 'vue-i18n'

export const languages = ['zh-CN', 'en'] as const
export type Language = (typeof languages)[number]

const place = 'language'

/** The words of an app in the language that was chosen here, else the browser's, else Chinese. */
export function createLanguage<Words extends object>(words: Readonly<Record<Language, Words>>) {
  const i18n = createI18n({
    legacy: false,
    locale: chosen(),
    fallbackLocale: 'zh-CN',
    messages: words as Record<Language, Record<string, string>>,
  })
  const locale = i18n.global.locale
  document.documentElement.lang = locale.value
  return {
    i18n,
    language: () => locale.value,
    setLanguage(next: Language) {
      locale.value = next
      localStorage.setItem(place, next)
      document.documentElement.lang = next
    },
  }
}

function chosen(): Language {
  const kept = localStorage.getItem(place)
  const wanted = kept ?? navigator.language
  return wanted.toLowerCase().startsWith('zh') || kept === 'zh-CN' ? 'zh-CN' : 'en'
}
