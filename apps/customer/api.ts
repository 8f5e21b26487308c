import { createCall } from '../web/api.ts'
import { createSessionKeeper } from '../web/session.ts'
import { language } from './language.ts'

export const session = createSessionKeeper('customer')
export const call = createCall(session, language)
/** Whoever is logged in at the moment: an answer that comes later may be meant for somebody who has left. */
export const personNow = () => session.current()?.subjectId ?? ''
/** Every installation has one shop to begin with. */
export const shopId = '1'
