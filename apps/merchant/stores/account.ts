import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { call, session } from '../api.ts'

/** Who works here now, and what they are trusted with. */
export const useAccount = defineStore('account', () => {
  const current = shallowRef(session.current())
  session.onChange(() => {
    current.value = session.current()
  })
  const shopId = computed(() => current.value?.shopId ?? '')
  const mustChangePassword = computed(() => current.value?.mustChangePassword === true)
  const may = (permission: string) => current.value?.permissions.includes(permission) === true

  async function login(username: string, password: string): Promise<void> {
    session.keep(await call('openSession', { body: { grant: 'employee', username, password } }))
  }
  async function changePassword(oldPassword: string, newPassword: string): Promise<void> {
    session.keep(await call('changePassword', { body: { oldPassword, newPassword } }))
  }
  /** Whatever the server says: who wants out is out. */
  async function logout(): Promise<void> {
    await call('closeSession').catch(() => null)
    session.forget()
  }
  return { current, shopId, mustChangePassword, may, login, changePassword, logout }
})
