import { defineStore } from 'pinia'
import { ref } from 'vue'

/** `cutlery` is null until somebody has chosen or it is known what they chose last time. */
const nothing = { remark: '', cutlery: null as number | null, deliverAt: '' }

/** What somebody wants besides the food; kept until it is ordered, whatever screens lie between. */
export const useWish = defineStore('wish', () => {
  const wish = ref({ ...nothing })
  function forget(): void {
    wish.value = { ...nothing }
  }
  return { wish, forget }
})
