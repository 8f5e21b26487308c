/** What the API calls the fields of a request, as the forms call them. */
export const fieldsZhCN = {
  consignee: '收货人',
  phone: '手机号',
  sex: '称呼',
  province: '省份',
  city: '城市',
  district: '区县',
  detail: '详细地址',
  label: '标签',
  location: '定位',
  name: '昵称',
  remark: '备注',
  cutlery: '餐具数量',
  reason: '原因',
  amountFen: '金额',
  deliverAt: '送达时间',
  code: '验证码',
}
