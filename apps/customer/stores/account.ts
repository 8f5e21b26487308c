import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { call, session } from '../api.ts'
import { i18n } from '../language.ts'
import { useAddresses } from './addresses.ts'
import { useCart } from './cart.ts'
import { useToast } from './toast.ts'
import { useWish } from './wish.ts'

/** Who is logged in here. */
export const useAccount = defineStore('account', () => {
  const current = shallowRef(session.current())
  const isLoggedIn = computed(() => current.value !== null)
  const personId = computed(() => current.value?.subjectId ?? '')
  /** How many people have left: what is shown to one is never shown to the next. */
  const departures = ref(0)
  let isLeaving = false
  session.onChange(() => {
    const former = personId.value
    current.value = session.current()
    if (former !== '' && former !== personId.value) depart()
  })

  /** All that belongs to a person goes with them, by whichever tab or server they were logged out. */
  function depart(): void {
    for (const { forget } of [useCart(), useAddresses(), useWish()]) forget()
    departures.value += 1
    if (!isLeaving) useToast().say({ text: i18n.global.t('login.over'), isBad: true })
  }

  async function sendCode(phone: string): Promise<string | null> {
    return (await call('sendPhoneCode', { body: { phone } })).shownCode
  }

  /** What was put into the cart before comes along; who is in stays in, whatever becomes of it. */
  async function login(phone: string, code: string): Promise<void> {
    session.keep(await call('openSession', { body: { grant: 'phone', phone, code } }))
    await useCart().loadIfReached()
  }

  /** Whatever the server says: who wants out is out. */
  async function logout(): Promise<void> {
    isLeaving = true
    await call('closeSession').catch(() => null)
    session.forget()
    isLeaving = false
  }

  /** The name that was just given is greeted at once. */
  function rename(name: string): void {
    if (current.value) session.keep({ ...current.value, name })
  }

  return { current, isLoggedIn, personId, departures, sendCode, login, logout, rename }
})
