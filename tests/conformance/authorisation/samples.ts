export const pictureBytes = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
/** The same wish with the same key is the same export, whoever has it. */
export const exportKey = 'authorisation'
export const exportFields = { from: '2025-10-01T00:00:00+08:00', to: '2025-10-02T00:00:00+08:00' }
export const addressFields = {
  ...{ consignee: '李', phone: '13700000001', detail: '路1号' },
  ...{ province: '北京市', city: '北京市', district: '海淀区' },
}
export const workbookFields = { from: '2025-09-01', to: '2025-09-30' }
