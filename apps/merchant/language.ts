import { createLanguage } from '../web/language.ts'
import { en } from './words/en.ts'
import { zhCN } from './words/zh-CN.ts'

export const { i18n, language, setLanguage } = createLanguage({ 'zh-CN': zhCN, en })
