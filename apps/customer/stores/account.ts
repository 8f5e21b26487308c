import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { call, session } from '../api.ts'
import { useCart } from './cart.ts'

/** Who is logged in here. */
export const useAccount = defineStore('account', () => {
  const current = shallowRef(session.current())
  const isLoggedIn = computed(() => current.value !== null)
  session.onChange(() => {
    current.value = session.current()
  })

  async function sendCode(phone: string): Promise<string | null> {
    return (await call('sendPhoneCode', { body: { phone } })).shownCode
  }

  async function login(phone: string, code: string): Promise<void> {
    session.keep(await call('openSession', { body: { grant: 'phone', phone, code } }))
    await useCart().takeAlong()
  }

  /** Whatever the server says: who wants out is out. */
  async function logout(): Promise<void> {
    await call('closeSession').catch(() => null)
    session.forget()
    useCart().show([])
  }

  /** The name that was just given is greeted at once. */
  function rename(name: string): void {
    if (current.value) session.keep({ ...current.value, name })
  }

  return { current, isLoggedIn, sendCode, login, logout, rename }
})
