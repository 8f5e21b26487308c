/** The demo's people: invented names, addresses and phone numbers that belong to nobody here. */
export interface DemoCustomer {
  readonly phone: string
  readonly consignee: string
  readonly sex: 'M' | 'F'
  readonly district: string
  readonly detail: string
  readonly label: string
  readonly location: DemoLocation
}

/** In millionths of a degree (GCJ-02). */
export interface DemoLocation {
  readonly latitudeE6: number
  readonly longitudeE6: number
}

export const demoCustomers: readonly DemoCustomer[] = [
  person('13800000001', '林小满', 'F', ['海淀区', '清河中街68号院3号楼1201', 'home', 40.035, 116.347]),
  person('13800000002', '周子昂', 'M', [
    '海淀区',
    '上地信息路28号科创大厦A座602',
    'company',
    40.031,
    116.312,
  ]),
  person('13800000003', '陈雨桐', 'F', ['海淀区', '学院路37号女生公寓5栋308', 'school', 39.981, 116.353]),
  person('13800000004', '王建国', 'M', ['昌平区', '回龙观西大街9号院11号楼502', 'home', 40.077, 116.31]),
  person('13800000005', '赵一鸣', 'M', [
    '海淀区',
    '西二旗大街39号辉煌国际4号楼1506',
    'company',
    40.053,
    116.306,
  ]),
  person('13800000006', '孙悦', 'F', ['朝阳区', '望京街10号望京SOHO塔2座2103', 'company', 39.996, 116.481]),
  person('13800000007', '吴思远', 'M', ['海淀区', '五道口华清嘉园8号楼1604', 'home', 39.993, 116.338]),
  person('13800000008', '郑佳慧', 'F', ['海淀区', '中关村南大街5号家属区22号楼407', 'home', 39.959, 116.317]),
  person('13800000009', '冯启航', 'M', [
    '西城区',
    '德胜门外大街83号德胜国际B座910',
    'company',
    39.958,
    116.379,
  ]),
  person('13800000010', '蒋文静', 'F', [
    '海淀区',
    '永丰产业基地北清路81号院6号楼305',
    'company',
    40.069,
    116.247,
  ]),
  person('13800000011', '韩立', 'M', ['昌平区', '天通苑北二区17号楼2单元801', 'home', 40.075, 116.412]),
  person('13800000012', '杨柳', 'F', ['海淀区', '成府路28号优盛大厦C座1010', 'company', 39.993, 116.333]),
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

/** Never closes by itself, so that the demo works at any hour. */
export const demoWeek = [1, 2, 3, 4, 5, 6, 7].map((weekday) => {
  return { weekday, opensMinute: 0, closesMinute: 1440 }
})

export const demoPace = { preparationMinutes: 20, deliveryMinutes: 30, slotCapacity: 20 } as const

const shopLocation = at(40.056, 116.308)

/**
 * A near circle and all of the north of the city, which costs more the farther it is. Apps without a map may
 * order too.
 */
export const demoAreas = {
  location: shopLocation,
  areas: [
    {
      ...{ name: '五公里内', circle: { center: shopLocation, radiusM: 5000 } },
      ...{ feeFen: 600, minimumOrderFen: 1500, deliveryMinutes: 25 },
    },
    {
      name: '北城',
      polygon: [at(39.94, 116.2), at(39.94, 116.5), at(40.12, 116.5), at(40.12, 116.2)],
      ...{ feeFen: 800, minimumOrderFen: 1500, deliveryMinutes: 45 },
      steps: [
        { beyondM: 8000, feeFen: 1000 },
        { beyondM: 12_000, feeFen: 1200 },
      ],
    },
  ],
  takesUnlocated: true,
}

type Home = readonly [district: string, detail: string, label: string, latitude: number, longitude: number]

function person(phone: string, consignee: string, sex: 'M' | 'F', home: Home): DemoCustomer {
  const [district, detail, label, latitude, longitude] = home
  return { phone, consignee, sex, district, detail, label, location: at(latitude, longitude) }
}

function at(latitude: number, longitude: number): DemoLocation {
  return { latitudeE6: Math.round(latitude * 1e6), longitudeE6: Math.round(longitude * 1e6) }
}
