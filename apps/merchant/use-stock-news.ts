import { ElMessage } from 'element-plus'
import { watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { eventually } from '../web/eventually.ts'
import { call } from './api.ts'
import { useBoard } from './stores/board.ts'
import { useCatalog } from './stores/catalog.ts'

const shownMs = 8000

/** Says so when a dish runs low or out, wherever in the desk somebody is. */
export function useStockNews() {
  const { t } = useI18n()
  const board = useBoard()
  const catalog = useCatalog()

  async function tell(dishId: string, available: number): Promise<void> {
    await catalog.loadStock()
    const { name } = await call('getDish', { params: { id: dishId } })
    const message =
      available > 0 ? t('stock.runsLow', { name, count: available }) : t('stock.runsOut', { name })
    ElMessage({ message, type: 'warning', duration: shownMs, showClose: true })
  }
  watch(
    () => board.messages[0],
    (told) => {
      if (!told?.type.startsWith('stock.')) return
      const { dishId, available } = told.payload
      eventually(() => tell(String(dishId), Number(available ?? 0)))
    },
  )
}
