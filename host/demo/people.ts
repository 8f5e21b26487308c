/** The demo's people: invented names, addresses and phone numbers that belong to nobody here. */
export interface DemoCustomer {
  readonly phone: string
  readonly consignee: string
  readonly sex: 'M' | 'F'
  readonly district: string
  readonly detail: string
  readonly label: string
}

export const demoCustomers: readonly DemoCustomer[] = [
  person('13800000001', '林小满', 'F', ['海淀区', '清河中街68号院3号楼1201', 'home']),
  person('13800000002', '周子昂', 'M', ['海淀区', '上地信息路28号科创大厦A座602', 'company']),
  person('13800000003', '陈雨桐', 'F', ['海淀区', '学院路37号女生公寓5栋308', 'school']),
  person('13800000004', '王建国', 'M', ['昌平区', '回龙观西大街9号院11号楼502', 'home']),
  person('13800000005', '赵一鸣', 'M', ['海淀区', '西二旗大街39号辉煌国际4号楼1506', 'company']),
  person('13800000006', '孙悦', 'F', ['朝阳区', '望京街10号望京SOHO塔2座2103', 'company']),
  person('13800000007', '吴思远', 'M', ['海淀区', '五道口华清嘉园8号楼1604', 'home']),
  person('13800000008', '郑佳慧', 'F', ['海淀区', '中关村南大街5号家属区22号楼407', 'home']),
  person('13800000009', '冯启航', 'M', ['西城区', '德胜门外大街83号德胜国际B座910', 'company']),
  person('13800000010', '蒋文静', 'F', ['海淀区', '永丰产业基地北清路81号院6号楼305', 'company']),
  person('13800000011', '韩立', 'M', ['昌平区', '天通苑北二区17号楼2单元801', 'home']),
  person('13800000012', '杨柳', 'F', ['海淀区', '成府路28号优盛大厦C座1010', 'company']),
]

/** Printed at the start: they open the demo and nothing else. */
export const demoEmployees = [
  { username: 'manager', password: 'demo-manager', name: '店长', phone: '13900000001', roles: ['manager'] },
  { username: 'staff', password: 'demo-staff-1', name: '小李', phone: '13900000002', roles: ['staff'] },
] as const

export const demoShop = {
  name: '苍穹外卖 · 上地店',
  address: '北京市海淀区上地十街10号',
  phone: '010-62780000',
  notice: '川味现做，午市高峰请提前下单。',
  packingFeeFen: 100,
  deliveryFeeFen: 600,
  minimumOrderFen: 1500,
} as const

type Home = readonly [district: string, detail: string, label: string]

function person(phone: string, consignee: string, sex: 'M' | 'F', home: Home): DemoCustomer {
  const [district, detail, label] = home
  return { phone, consignee, sex, district, detail, label }
}
