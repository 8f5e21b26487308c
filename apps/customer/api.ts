import { createCall } from '../web/api.ts'
import { createSessionKeeper } from '../web/session.ts'
import { language } from './language.ts'

export const session = createSessionKeeper('customer')
export const call = createCall(session, language)
/** Every installation has one shop to begin with. */
export const shopId = '1'
