import { createCall } from '../web/api.ts'
import { createSessionKeeper } from '../web/session.ts'
import { language } from './language.ts'

export const session = createSessionKeeper('merchant')
export const call = createCall(session, language)
