// Made by `npm run client` from the routes of the gateway: change those.

export interface Operations {
  /** Sends a login code to a phone; the demo shows it */
  sendPhoneCode: { request: { readonly body: { readonly phone: string } }; reply: { readonly shownCode: string | null; readonly expiresAt: string } }
  /** Logs in by phone code, WeChat code or password */
  openSession: { request: { readonly body: { readonly grant: "phone"; readonly phone: string; readonly code: string } | { readonly grant: "wechat"; readonly jsCode: string } | { readonly grant: "employee"; readonly username: string; readonly password: string } }; reply: Session }
  /** Exchanges a refresh token for a new pair of tokens */
  refreshSession: { request: { readonly body: { readonly refreshToken: string } }; reply: Session }
  /** Logs out */
  closeSession: { request: {  }; reply: null }
  /** Changes one’s own password; ends every other session and answers new tokens for this one */
  changePassword: { request: { readonly body: { readonly oldPassword: string; readonly newPassword: string } }; reply: Session }
  /** Who is logged in */
  getMe: { request: {  }; reply: Me }
  /** Changes the customer’s own profile; what is not given stays as it is */
  updateMe: { request: { readonly body: { readonly name?: string; readonly avatar?: string | null; readonly sex?: "M" | "F" | null } }; reply: { readonly kind: "customer"; readonly id: string; readonly name: string; readonly phone: string | null; readonly avatar: string | null; readonly sex: string | null; readonly createdAt: string } }
  /** Deletes the customer’s account for good; needs a fresh login and no order under way */
  deleteMe: { request: {  }; reply: null }
  /** All that is kept about the customer; older orders behind the cursor, and then nothing else again */
  exportMe: { request: { readonly query?: { readonly cursor?: string } }; reply: MyData }
  /** The customer’s addresses, the default first */
  listAddresses: { request: {  }; reply: { readonly items: readonly Address[] } }
  /** Adds an address; the first becomes the default */
  createAddress: { request: { readonly body: { readonly consignee: string; readonly phone: string; readonly sex?: "M" | "F" | ""; readonly province?: string; readonly city?: string; readonly district?: string; readonly detail: string; readonly label?: string; readonly location?: { readonly latitudeE6: number; readonly longitudeE6: number } | null } }; reply: Address }
  /** One address */
  getAddress: { request: { readonly params: { readonly id: string } }; reply: Address }
  /** Replaces an address */
  updateAddress: { request: { readonly params: { readonly id: string }; readonly body: { readonly consignee: string; readonly phone: string; readonly sex?: "M" | "F" | ""; readonly province?: string; readonly city?: string; readonly district?: string; readonly detail: string; readonly label?: string; readonly location?: { readonly latitudeE6: number; readonly longitudeE6: number } | null } }; reply: Address }
  /** Removes an address */
  deleteAddress: { request: { readonly params: { readonly id: string } }; reply: null }
  /** Makes an address the default */
  setDefaultAddress: { request: { readonly params: { readonly id: string } }; reply: Address }
  /** A shop, its fees, and whether it is open now or when it will be */
  getShop: { request: { readonly params: { readonly shopId: string } }; reply: Shop }
  /** Changes the shop’s details and fees */
  updateShop: { request: { readonly params: { readonly shopId: string }; readonly body: { readonly name: string; readonly address: string; readonly phone: string; readonly notice: string; readonly packingFeeFen: number; readonly deliveryFeeFen: number; readonly minimumOrderFen: number } }; reply: Shop }
  /** Opens the shop within its hours, or closes it whatever they say */
  setShopOpen: { request: { readonly params: { readonly shopId: string }; readonly body: { readonly open: boolean } }; reply: Shop }
  /** How long the shop takes, and how many orders it takes for one slot (0: any number) */
  setShopPace: { request: { readonly params: { readonly shopId: string }; readonly body: { readonly preparationMinutes: number; readonly deliveryMinutes: number; readonly slotCapacity: number } }; reply: Shop }
  /** Adds minutes to every preparation for a while; 0 ends it */
  setShopBusy: { request: { readonly params: { readonly shopId: string }; readonly body: { readonly extraMinutes: number; readonly forMinutes?: number } }; reply: Shop }
  /** The half hours of today and tomorrow that can be booked; `left` is null where there is no limit */
  listSlots: { request: { readonly params: { readonly shopId: string } }; reply: { readonly items: readonly ({ readonly start: string; readonly end: string; readonly left: number | null })[] } }
  /** The week’s opening hours and the dates that differ; a shop without a week never closes by itself */
  getShopHours: { request: { readonly params: { readonly shopId: string } }; reply: ShopHours }
  /** Replaces the week; what closes no later than it opens does so on the next day */
  setShopHours: { request: { readonly params: { readonly shopId: string }; readonly body: { readonly week: readonly ({ readonly weekday: number; readonly opens: string; readonly closes: string })[] } }; reply: ShopHours }
  /** What holds on a date in place of its weekday; no range: closed */
  setShopException: { request: { readonly params: { readonly shopId: string; readonly date: string }; readonly body: { readonly ranges: readonly ({ readonly opens: string; readonly closes: string })[] } }; reply: ShopHours }
  /** Makes a date like its weekday again */
  clearShopException: { request: { readonly params: { readonly shopId: string; readonly date: string } }; reply: ShopHours }
  /** Where the shop delivers and for what; without areas everywhere at its flat fee */
  getShopAreas: { request: { readonly params: { readonly shopId: string } }; reply: { readonly location: { readonly latitudeE6: number; readonly longitudeE6: number } | null; readonly areas: readonly ({ readonly name: string; readonly shape: { readonly circle: { readonly center: { readonly latitudeE6: number; readonly longitudeE6: number }; readonly radiusM: number } } | { readonly polygon: readonly ({ readonly latitudeE6: number; readonly longitudeE6: number })[] }; readonly feeFen: number; readonly minimumOrderFen: number; readonly deliveryMinutes: number; readonly steps: readonly ({ readonly beyondM: number; readonly feeFen: number })[] })[]; readonly takesUnlocated: boolean } }
  /** Replaces where the shop stands and delivers; the cheapest area that covers an address serves it */
  setShopAreas: { request: { readonly params: { readonly shopId: string }; readonly body: { readonly location: { readonly latitudeE6: number; readonly longitudeE6: number } | null; readonly areas: readonly ({ readonly name: string; readonly shape: { readonly circle: { readonly center: { readonly latitudeE6: number; readonly longitudeE6: number }; readonly radiusM: number } } | { readonly polygon: readonly ({ readonly latitudeE6: number; readonly longitudeE6: number })[] }; readonly feeFen: number; readonly minimumOrderFen: number; readonly deliveryMinutes: number; readonly steps?: readonly ({ readonly beyondM: number; readonly feeFen: number })[] })[]; readonly takesUnlocated?: boolean } }; reply: { readonly location: { readonly latitudeE6: number; readonly longitudeE6: number } | null; readonly areas: readonly ({ readonly name: string; readonly shape: { readonly circle: { readonly center: { readonly latitudeE6: number; readonly longitudeE6: number }; readonly radiusM: number } } | { readonly polygon: readonly ({ readonly latitudeE6: number; readonly longitudeE6: number })[] }; readonly feeFen: number; readonly minimumOrderFen: number; readonly deliveryMinutes: number; readonly steps: readonly ({ readonly beyondM: number; readonly feeFen: number })[] })[]; readonly takesUnlocated: boolean } }
  /** What the shop sells now; ask again with If-None-Match */
  getMenu: { request: { readonly params: { readonly shopId: string } }; reply: Menu }
  /** All categories of the shop */
  listCategories: { request: { readonly params: { readonly shopId: string } }; reply: { readonly items: readonly Category[] } }
  /** Adds a category */
  createCategory: { request: { readonly params: { readonly shopId: string }; readonly body: { readonly kind: "DISH" | "SET_MEAL"; readonly name: string; readonly sort: number; readonly enabled: boolean; readonly mealtimes?: readonly ({ readonly from: string; readonly to: string })[] } }; reply: Category }
  /** Replaces a category */
  updateCategory: { request: { readonly params: { readonly id: string }; readonly body: { readonly kind: "DISH" | "SET_MEAL"; readonly name: string; readonly sort: number; readonly enabled: boolean; readonly mealtimes?: readonly ({ readonly from: string; readonly to: string })[] } }; reply: Category }
  /** Removes an empty category */
  deleteCategory: { request: { readonly params: { readonly id: string } }; reply: null }
  /** All dishes of the shop, or those of a category */
  listDishes: { request: { readonly params: { readonly shopId: string }; readonly query?: { readonly categoryId?: string } }; reply: { readonly items: readonly Dish[] } }
  /** Adds a dish, on sale or not yet */
  createDish: { request: { readonly params: { readonly shopId: string }; readonly body: { readonly categoryId: string; readonly name: string; readonly priceFen: number; readonly image?: string; readonly description?: string; readonly sort?: number; readonly mealtimes?: readonly ({ readonly from: string; readonly to: string })[]; readonly version?: number; readonly optionGroups?: readonly ({ readonly kind?: "FLAVOUR" | "ADDITION"; readonly name: string; readonly minimum: number; readonly maximum: number; readonly choices: readonly ({ readonly name: string; readonly priceFen: number })[] })[]; readonly onSale?: boolean } }; reply: Dish }
  /** Removes dishes that are neither on sale nor in a set meal: all of them or none */
  deleteDishes: { request: { readonly params: { readonly shopId: string }; readonly query: { readonly ids: string } }; reply: null }
  /** One dish */
  getDish: { request: { readonly params: { readonly id: string } }; reply: Dish }
  /** Replaces a dish */
  updateDish: { request: { readonly params: { readonly id: string }; readonly body: { readonly categoryId: string; readonly name: string; readonly priceFen: number; readonly image?: string; readonly description?: string; readonly sort?: number; readonly mealtimes?: readonly ({ readonly from: string; readonly to: string })[]; readonly version?: number; readonly optionGroups?: readonly ({ readonly kind?: "FLAVOUR" | "ADDITION"; readonly name: string; readonly minimum: number; readonly maximum: number; readonly choices: readonly ({ readonly name: string; readonly priceFen: number })[] })[] } }; reply: Dish }
  /** Removes a dish that is not on sale */
  deleteDish: { request: { readonly params: { readonly id: string } }; reply: null }
  /** The set meals that hold a dish, and which of them may be put on sale now */
  listSetMealsOfDish: { request: { readonly params: { readonly id: string } }; reply: { readonly items: readonly SetMealOfDish[] } }
  /** Puts a dish on sale or stops it, and with it its set meals; tells which of those may be started */
  setDishOnSale: { request: { readonly params: { readonly id: string }; readonly body: { readonly onSale: boolean } }; reply: DishOnSale }
  /** All set meals of the shop, or those of a category */
  listSetMeals: { request: { readonly params: { readonly shopId: string }; readonly query?: { readonly categoryId?: string } }; reply: { readonly items: readonly SetMeal[] } }
  /** Adds a set meal, on sale if all its dishes are, or not yet */
  createSetMeal: { request: { readonly params: { readonly shopId: string }; readonly body: { readonly categoryId: string; readonly name: string; readonly priceFen: number; readonly image?: string; readonly description?: string; readonly sort?: number; readonly mealtimes?: readonly ({ readonly from: string; readonly to: string })[]; readonly version?: number; readonly parts: readonly ({ readonly dishId: string; readonly copies: number })[]; readonly onSale?: boolean } }; reply: SetMeal }
  /** Removes set meals that are not on sale: all of them or none */
  deleteSetMeals: { request: { readonly params: { readonly shopId: string }; readonly query: { readonly ids: string } }; reply: null }
  /** One set meal */
  getSetMeal: { request: { readonly params: { readonly id: string } }; reply: SetMeal }
  /** Replaces a set meal */
  updateSetMeal: { request: { readonly params: { readonly id: string }; readonly body: { readonly categoryId: string; readonly name: string; readonly priceFen: number; readonly image?: string; readonly description?: string; readonly sort?: number; readonly mealtimes?: readonly ({ readonly from: string; readonly to: string })[]; readonly version?: number; readonly parts: readonly ({ readonly dishId: string; readonly copies: number })[] } }; reply: SetMeal }
  /** Removes a set meal that is not on sale */
  deleteSetMeal: { request: { readonly params: { readonly id: string } }; reply: null }
  /** Puts a set meal on sale, if all its dishes are, or stops it */
  setSetMealOnSale: { request: { readonly params: { readonly id: string }; readonly body: { readonly onSale: boolean } }; reply: SetMeal }
  /** Categories by a part of their name and by kind, in the order of the menu */
  searchCategories: { request: { readonly params: { readonly shopId: string }; readonly query?: { readonly name?: string; readonly limit?: string; readonly cursor?: string; readonly page?: string; readonly kind?: "DISH" | "SET_MEAL" } }; reply: { readonly items: readonly Category[]; readonly nextCursor: string | null; readonly total: number } }
  /** Dishes by a part of their name, by category and by whether they are on sale, newest first */
  searchDishes: { request: { readonly params: { readonly shopId: string }; readonly query?: { readonly name?: string; readonly limit?: string; readonly cursor?: string; readonly page?: string; readonly categoryId?: string; readonly onSale?: "true" | "false" } }; reply: { readonly items: readonly Dish[]; readonly nextCursor: string | null; readonly total: number } }
  /** Set meals by a part of their name, by category and by whether they are on sale, newest first */
  searchSetMeals: { request: { readonly params: { readonly shopId: string }; readonly query?: { readonly name?: string; readonly limit?: string; readonly cursor?: string; readonly page?: string; readonly categoryId?: string; readonly onSale?: "true" | "false" } }; reply: { readonly items: readonly SetMeal[]; readonly nextCursor: string | null; readonly total: number } }
  /** Puts all categories of the shop in a new order */
  sortCategories: { request: { readonly params: { readonly shopId: string }; readonly body: { readonly ids: readonly string[] } }; reply: { readonly items: readonly Category[] } }
  /** Puts all dishes of a category in a new order */
  sortDishes: { request: { readonly params: { readonly id: string }; readonly body: { readonly ids: readonly string[] } }; reply: { readonly items: readonly Dish[] } }
  /** Puts all set meals of a category in a new order */
  sortSetMeals: { request: { readonly params: { readonly id: string }; readonly body: { readonly ids: readonly string[] } }; reply: { readonly items: readonly SetMeal[] } }
  /** A picture, at least as wide as asked if there is one; its id names its content, so it never changes */
  getImage: { request: { readonly params: { readonly id: string }; readonly query?: { readonly w?: string } }; reply: Blob }
  /** Keeps a picture in the sizes it is shown in: PNG, JPEG or WebP, at most 2 MiB; of customers few a day */
  putImage: { request: { readonly body: Blob }; reply: { readonly imageId: string } }
  /** How much there is of every dish whose stock is kept */
  listStock: { request: { readonly params: { readonly shopId: string } }; reply: { readonly items: readonly StockItem[] } }
  /** Sets how many there are and how many a day begins with; null is unlimited */
  setStock: { request: { readonly params: { readonly shopId: string; readonly dishId: string }; readonly body: { readonly onHand: number | null; readonly dailyAmount?: number | null; readonly reason: string } }; reply: StockItem }
  /** Sets with how few left a dish is announced as low; null is as the installation has it */
  setThreshold: { request: { readonly params: { readonly shopId: string; readonly dishId: string }; readonly body: { readonly lowAt: number | null } }; reply: StockItem }
  /** Takes a dish off for the rest of the day, or puts it back */
  markSoldOut: { request: { readonly params: { readonly shopId: string; readonly dishId: string }; readonly body: { readonly soldOut: boolean } }; reply: StockItem }
  /** Adds what came in or takes off what went, with a reason */
  adjustStock: { request: { readonly params: { readonly shopId: string; readonly dishId: string }; readonly body: { readonly delta: number; readonly reason: string }; readonly key: string }; reply: StockItem }
  /** What moved the stock of a dish, newest first */
  listMovements: { request: { readonly params: { readonly shopId: string; readonly dishId: string }; readonly query?: { readonly cursor?: string; readonly limit?: string } }; reply: { readonly items: readonly StockMovement[]; readonly nextCursor: string | null } }
  /** The ids of the dishes of which nothing is left now; what holds one of them cannot be had */
  listSoldOut: { request: { readonly params: { readonly shopId: string } }; reply: { readonly items: readonly string[] } }
  /** What the customer has chosen in a shop */
  getCart: { request: { readonly query?: { readonly shopId?: string } }; reply: Cart }
  /** Empties the cart */
  clearCart: { request: { readonly query?: { readonly shopId?: string } }; reply: Cart }
  /** Adds to the line of the same item and options, or begins one */
  addCartItem: { request: { readonly body: { readonly shopId?: string; readonly item: { readonly kind: "DISH" | "SET_MEAL"; readonly id: string; readonly options?: readonly ({ readonly group: string; readonly choice: string })[] }; readonly quantity?: number; readonly deliverAt?: string } }; reply: Cart }
  /** Takes from the line of the same item and options; nothing happens where there is none */
  takeCartItem: { request: { readonly body: { readonly shopId?: string; readonly item: { readonly kind: "DISH" | "SET_MEAL"; readonly id: string; readonly options?: readonly ({ readonly group: string; readonly choice: string })[] }; readonly quantity?: number } }; reply: Cart }
  /** Sets the quantity of a line; 0 removes it */
  setCartLine: { request: { readonly params: { readonly lineId: string }; readonly body: { readonly quantity: number } }; reply: Cart }
  /** What the cart would cost there and then, every charge named */
  quoteCart: { request: { readonly query?: { readonly shopId?: string; readonly addressId?: string; readonly deliverAt?: string } }; reply: Quote }
  /** Makes an order of the cart; the same key and content answer the same order */
  submitOrder: { request: { readonly body: { readonly shopId?: string; readonly addressId: string; readonly expectedAmountFen: number; readonly remark?: string; readonly cutlery?: number; readonly deliverAt?: string }; readonly key: string }; reply: Order }
  /** The customer’s orders, newest first */
  listOrders: { request: { readonly query?: { readonly states?: string; readonly cursor?: string; readonly limit?: string } }; reply: { readonly items: readonly Order[]; readonly nextCursor: string | null } }
  /** One order with its history */
  getOrder: { request: { readonly params: { readonly id: string } }; reply: Order }
  /** What is needed to pay; the same attempt while it is open */
  payOrder: { request: { readonly params: { readonly id: string }; readonly body: { readonly channel: "WECHAT_JSAPI" | "WECHAT_H5" } }; reply: { readonly order: Order; readonly parameters: { readonly appId: string; readonly timeStamp: string; readonly nonceStr: string; readonly package: string; readonly signType: string; readonly paySign: string; readonly h5Url: string } | null } }
  /** Cancels: the customer before acceptance, the shop until completion */
  cancelOrder: { request: { readonly params: { readonly id: string }; readonly body: { readonly note?: string } }; reply: Order }
  /** Reminds the shop */
  remindOrder: { request: { readonly params: { readonly id: string } }; reply: Order }
  /** Puts the items into the cart again, at today’s prices */
  reorderOrder: { request: { readonly params: { readonly id: string } }; reply: { readonly cart: Cart; readonly leftOut: readonly string[] } }
  /** The shop’s orders, newest first */
  listShopOrders: { request: { readonly params: { readonly shopId: string }; readonly query?: { readonly states?: string; readonly cursor?: string; readonly limit?: string } }; reply: { readonly items: readonly Order[]; readonly nextCursor: string | null } }
  /** The shop’s orders by part of number or phone, customer, time and state; `page` asks for a total */
  searchShopOrders: { request: { readonly params: { readonly shopId: string }; readonly query?: { readonly states?: string; readonly cursor?: string; readonly limit?: string; readonly number?: string; readonly phone?: string; readonly customerId?: string; readonly from?: string; readonly to?: string; readonly page?: string } }; reply: { readonly items: readonly Order[]; readonly nextCursor: string | null; readonly total: number | null } }
  /** How many orders stand where, those that have ended aside */
  countShopOrders: { request: { readonly params: { readonly shopId: string } }; reply: { readonly items: readonly ({ readonly state: "PLACING" | "PENDING" | "CLOSING" | "PAID" | "ACCEPTED" | "DELIVERING" | "COMPLETED" | "CANCELLED"; readonly orders: number })[] } }
  /** Takes the order on, and may say in how many minutes it is at the door */
  acceptOrder: { request: { readonly params: { readonly id: string }; readonly body: { readonly minutes?: number } }; reply: Order }
  /** Turns a paid order down; the money goes back */
  rejectOrder: { request: { readonly params: { readonly id: string }; readonly body: { readonly note: string } }; reply: Order }
  /** Sends the order out */
  dispatchOrder: { request: { readonly params: { readonly id: string } }; reply: Order }
  /** Says that the order has arrived */
  completeOrder: { request: { readonly params: { readonly id: string } }; reply: Order }
  /** What staff have told each other of an order; the customer never sees it */
  listOrderNotes: { request: { readonly params: { readonly id: string } }; reply: { readonly items: readonly OrderNote[] } }
  /** Writes down what other staff should know of an order */
  addOrderNote: { request: { readonly params: { readonly id: string }; readonly body: { readonly text: string }; readonly key: string }; reply: OrderNote }
  /** All money of an order that goes or went back, with the time of each step */
  listRefunds: { request: { readonly params: { readonly id: string } }; reply: { readonly items: readonly Refund[]; readonly refundableFen: number | null } }
  /** Gives part of an order’s money back, by its lines or by an amount */
  refundOrder: { request: { readonly params: { readonly id: string }; readonly body: { readonly lines?: readonly ({ readonly lineId: string; readonly quantity: number })[]; readonly amountFen?: number; readonly reason: string }; readonly key: string }; reply: Refund }
  /** Asks again for a refund that has failed */
  retryRefund: { request: { readonly params: { readonly id: string; readonly n: string } }; reply: Refund }
  /** Asks for money back, for lines or an amount or all of it; an order has one open claim at most */
  openClaim: { request: { readonly params: { readonly id: string }; readonly body: { readonly reason: string; readonly lines?: readonly ({ readonly lineId: string; readonly quantity: number })[]; readonly amountFen?: number; readonly imageIds?: readonly string[] }; readonly key: string }; reply: Claim }
  /** All claims of an order, oldest first */
  listOrderClaims: { request: { readonly params: { readonly id: string } }; reply: { readonly items: readonly Claim[] } }
  /** The customer no longer asks */
  withdrawClaim: { request: { readonly params: { readonly id: string } }; reply: Claim }
  /** Gives back what was asked, or another amount */
  approveClaim: { request: { readonly params: { readonly id: string }; readonly body: { readonly amountFen?: number; readonly answer?: string } }; reply: Claim }
  /** Says no, and why */
  refuseClaim: { request: { readonly params: { readonly id: string }; readonly body: { readonly answer: string } }; reply: Claim }
  /** The shop’s claims, newest first */
  listShopClaims: { request: { readonly params: { readonly shopId: string }; readonly query?: { readonly states?: string; readonly cursor?: string; readonly limit?: string } }; reply: { readonly items: readonly Claim[]; readonly nextCursor: string | null } }
  /** Begins to write the shop’s orders of a time range to a file; a shop has one under way at most */
  createExport: { request: { readonly params: { readonly shopId: string }; readonly body: { readonly from: string; readonly to: string; readonly language?: "zh" | "en" }; readonly key: string }; reply: Export }
  /** How far an export is */
  getExport: { request: { readonly params: { readonly shopId: string; readonly exportId: string } }; reply: Export }
  /** Ends an export that is under way; one that has ended stays as it is */
  cancelExport: { request: { readonly params: { readonly shopId: string; readonly exportId: string } }; reply: Export }
  /** The finished file: CSV in UTF-8 that Excel opens as it is */
  getExportFile: { request: { readonly params: { readonly shopId: string; readonly exportId: string } }; reply: string }
  /** Completed orders by the day of their completion, less what went back of them */
  getTurnoverReport: { request: { readonly params: { readonly shopId: string }; readonly query: { readonly from: string; readonly to: string } }; reply: TurnoverReport }
  /** Customers of the installation by the day of their registration */
  getUsersReport: { request: { readonly params: { readonly shopId: string }; readonly query: { readonly from: string; readonly to: string } }; reply: UsersReport }
  /** Orders by the day on which they were placed, and what has become of them */
  getOrdersReport: { request: { readonly params: { readonly shopId: string }; readonly query: { readonly from: string; readonly to: string } }; reply: OrdersReport }
  /** The ten dishes and set meals of which the most were sold in completed orders */
  getTopItemsReport: { request: { readonly params: { readonly shopId: string }; readonly query: { readonly from: string; readonly to: string } }; reply: TopItemsReport }
  /** The items of the turnover’s orders by the category in which they were sold */
  getCategoriesReport: { request: { readonly params: { readonly shopId: string }; readonly query: { readonly from: string; readonly to: string } }; reply: CategoriesReport }
  /** The turnover’s orders by the hour in which they were placed */
  getHoursReport: { request: { readonly params: { readonly shopId: string }; readonly query: { readonly from: string; readonly to: string } }; reply: HoursReport }
  /** The turnover’s orders by the way in which they were paid */
  getChannelsReport: { request: { readonly params: { readonly shopId: string }; readonly query: { readonly from: string; readonly to: string } }; reply: ChannelsReport }
  /** Turnover, orders and users of every day: CSV in UTF-8 that Excel opens as it is */
  getDailyReport: { request: { readonly params: { readonly shopId: string }; readonly query: { readonly from: string; readonly to: string; readonly language?: "zh" | "en" } }; reply: string }
  /** How the business day goes that is under way */
  getWorkspace: { request: { readonly params: { readonly shopId: string } }; reply: Workspace }
  /** What was ordered, by the day it was ordered, and of the whole period */
  getBusinessReport: { request: { readonly params: { readonly shopId: string }; readonly query: { readonly from: string; readonly to: string } }; reply: BusinessReport }
  /** The same as a workbook for Excel; of the thirty days up to yesterday where none is named */
  getBusinessWorkbook: { request: { readonly params: { readonly shopId: string }; readonly query?: { readonly from?: string; readonly to?: string; readonly language?: "zh" | "en" } }; reply: Blob }
  /** Who has had completed orders of the shop: last ordered first, or most spent first */
  listShopCustomers: { request: { readonly params: { readonly shopId: string }; readonly query?: { readonly sort?: "LAST_ORDER" | "SPENT"; readonly cursor?: string; readonly limit?: string } }; reply: { readonly items: readonly ShopCustomer[]; readonly nextCursor: string | null } }
  /** Begins to write the business of some days to a workbook; a shop has one under way at most */
  createWorkbook: { request: { readonly params: { readonly shopId: string }; readonly body: { readonly from: string; readonly to: string; readonly language?: "zh" | "en" }; readonly key: string }; reply: Workbook }
  /** How far a workbook is */
  getWorkbook: { request: { readonly params: { readonly shopId: string; readonly workbookId: string } }; reply: Workbook }
  /** Ends a workbook that is under way; one that has ended stays as it is */
  cancelWorkbook: { request: { readonly params: { readonly shopId: string; readonly workbookId: string } }; reply: Workbook }
  /** The finished workbook for Excel */
  getWorkbookFile: { request: { readonly params: { readonly shopId: string; readonly workbookId: string } }; reply: Blob }
  /** The caller’s notifications, or those of the employee’s shop, after a sequence number */
  listNotifications: { request: { readonly query?: { readonly after?: string; readonly limit?: string } }; reply: { readonly items: readonly Notification[]; readonly lastSeq: number; readonly readSeq: number } }
  /** Remembers how far a device has read */
  markNotificationsRead: { request: { readonly body: { readonly deviceId: string; readonly seq: number } }; reply: null }
  /** Notifications as they come, as server-sent events; goes on after Last-Event-ID */
  followNotifications: { request: { readonly query?: { readonly after?: string } }; reply: string }
  /** What the caller, or the employee’s shop, is to read: newest first, by `before` or by `page` */
  listMessages: { request: { readonly query?: { readonly status?: "UNREAD" | "READ"; readonly kinds?: string; readonly before?: string; readonly page?: string; readonly limit?: string } }; reply: { readonly items: readonly Message[]; readonly total: number | null; readonly nextBefore: number | null } }
  /** How many messages are unread */
  countUnreadMessages: { request: { readonly query?: { readonly kinds?: string } }; reply: { readonly unread: number } }
  /** Marks some messages as read, or all up to one; for everybody of a shop */
  readMessages: { request: { readonly body: { readonly seqs: readonly number[] } | { readonly upToSeq: number } }; reply: { readonly unread: number } }
  /** Marks one message as read */
  readMessage: { request: { readonly params: { readonly seq: string } }; reply: { readonly unread: number } }
  /** Who works in the shop */
  listEmployees: { request: { readonly params: { readonly shopId: string } }; reply: { readonly items: readonly Employee[] } }
  /** Adds an employee, whose first password must be changed; without one it is made up and told once */
  createEmployee: { request: { readonly params: { readonly shopId: string }; readonly body: { readonly username: string; readonly name: string; readonly phone: string; readonly password?: string; readonly roles: readonly ("superAdmin" | "admin" | "manager" | "cashier" | "kitchen" | "finance" | "staff")[] } }; reply: WelcomedEmployee }
  /** Replaces name, phone and roles; other roles end every session */
  updateEmployee: { request: { readonly params: { readonly id: string }; readonly body: { readonly name: string; readonly phone: string; readonly roles: readonly ("superAdmin" | "admin" | "manager" | "cashier" | "kitchen" | "finance" | "staff")[] } }; reply: Employee }
  /** Takes an employee away for good and ends every session */
  deleteEmployee: { request: { readonly params: { readonly id: string } }; reply: null }
  /** Enables an employee, or disables one and ends every session */
  setEmployeeEnabled: { request: { readonly params: { readonly id: string }; readonly body: { readonly enabled: boolean } }; reply: Employee }
  /** Gives a new initial password, told once; ends every session and the lock of the name */
  resetPassword: { request: { readonly params: { readonly id: string } }; reply: WelcomedEmployee }
  /** Compares a day with the provider’s bill and mends what can be mended */
  reconcileDay: { request: { readonly body: { readonly day: string } }; reply: Reconciliation }
  /** What every instance of every service runs on: value, source, version, who changed it when */
  describeConfig: { request: {  }; reply: Config }
  /** Changes live values; every instance follows within two seconds */
  changeConfig: { request: { readonly body: { readonly version: string | null; readonly changes: readonly ({ readonly service: string; readonly key: string; readonly value: string | number | boolean | null | readonly unknown[] | Readonly<Record<string, unknown>> })[] } }; reply: { readonly version: string | null } }
  /** What was done in the caller’s shop by who may more than others, newest first */
  listAuditEntries: { request: { readonly query?: { readonly cursor?: string; readonly limit?: string } }; reply: { readonly items: readonly AuditEntry[]; readonly nextCursor: string | null } }
  /** The hashes of the whole chain, newest first: entries of other shops without what they say */
  listAuditLinks: { request: { readonly query?: { readonly cursor?: string; readonly limit?: string } }; reply: { readonly items: readonly AuditLink[]; readonly nextCursor: string | null } }
}

export const operations = {
  sendPhoneCode: 'POST /v1/phone-codes',
  openSession: 'POST /v1/sessions',
  refreshSession: 'POST /v1/sessions/refresh',
  closeSession: 'DELETE /v1/sessions/current',
  changePassword: 'PUT /v1/me/password',
  getMe: 'GET /v1/me',
  updateMe: 'PATCH /v1/me',
  deleteMe: 'DELETE /v1/me',
  exportMe: 'GET /v1/me/export',
  listAddresses: 'GET /v1/addresses',
  createAddress: 'POST /v1/addresses',
  getAddress: 'GET /v1/addresses/{id}',
  updateAddress: 'PUT /v1/addresses/{id}',
  deleteAddress: 'DELETE /v1/addresses/{id}',
  setDefaultAddress: 'PUT /v1/addresses/{id}/default',
  getShop: 'GET /v1/shops/{shopId}',
  updateShop: 'PATCH /v1/shops/{shopId}',
  setShopOpen: 'PUT /v1/shops/{shopId}/open',
  setShopPace: 'PUT /v1/shops/{shopId}/pace',
  setShopBusy: 'PUT /v1/shops/{shopId}/busy',
  listSlots: 'GET /v1/shops/{shopId}/slots',
  getShopHours: 'GET /v1/shops/{shopId}/hours',
  setShopHours: 'PUT /v1/shops/{shopId}/hours',
  setShopException: 'PUT /v1/shops/{shopId}/exceptions/{date}',
  clearShopException: 'DELETE /v1/shops/{shopId}/exceptions/{date}',
  getShopAreas: 'GET /v1/shops/{shopId}/areas',
  setShopAreas: 'PUT /v1/shops/{shopId}/areas',
  getMenu: 'GET /v1/shops/{shopId}/menu',
  listCategories: 'GET /v1/shops/{shopId}/categories',
  createCategory: 'POST /v1/shops/{shopId}/categories',
  updateCategory: 'PUT /v1/categories/{id}',
  deleteCategory: 'DELETE /v1/categories/{id}',
  listDishes: 'GET /v1/shops/{shopId}/dishes',
  createDish: 'POST /v1/shops/{shopId}/dishes',
  deleteDishes: 'DELETE /v1/shops/{shopId}/dishes',
  getDish: 'GET /v1/dishes/{id}',
  updateDish: 'PUT /v1/dishes/{id}',
  deleteDish: 'DELETE /v1/dishes/{id}',
  listSetMealsOfDish: 'GET /v1/dishes/{id}/set-meals',
  setDishOnSale: 'PUT /v1/dishes/{id}/on-sale',
  listSetMeals: 'GET /v1/shops/{shopId}/set-meals',
  createSetMeal: 'POST /v1/shops/{shopId}/set-meals',
  deleteSetMeals: 'DELETE /v1/shops/{shopId}/set-meals',
  getSetMeal: 'GET /v1/set-meals/{id}',
  updateSetMeal: 'PUT /v1/set-meals/{id}',
  deleteSetMeal: 'DELETE /v1/set-meals/{id}',
  setSetMealOnSale: 'PUT /v1/set-meals/{id}/on-sale',
  searchCategories: 'GET /v1/shops/{shopId}/categories/search',
  searchDishes: 'GET /v1/shops/{shopId}/dishes/search',
  searchSetMeals: 'GET /v1/shops/{shopId}/set-meals/search',
  sortCategories: 'PUT /v1/shops/{shopId}/categories/order',
  sortDishes: 'PUT /v1/categories/{id}/dishes/order',
  sortSetMeals: 'PUT /v1/categories/{id}/set-meals/order',
  getImage: 'GET /v1/images/{id}',
  putImage: 'POST /v1/images',
  listStock: 'GET /v1/shops/{shopId}/stock',
  setStock: 'PUT /v1/shops/{shopId}/stock/{dishId}',
  setThreshold: 'PUT /v1/shops/{shopId}/stock/{dishId}/threshold',
  markSoldOut: 'PUT /v1/shops/{shopId}/stock/{dishId}/sold-out',
  adjustStock: 'POST /v1/shops/{shopId}/stock/{dishId}/adjustments',
  listMovements: 'GET /v1/shops/{shopId}/stock/{dishId}/movements',
  listSoldOut: 'GET /v1/shops/{shopId}/stock/sold-out',
  getCart: 'GET /v1/cart',
  clearCart: 'DELETE /v1/cart',
  addCartItem: 'POST /v1/cart/items',
  takeCartItem: 'POST /v1/cart/items/take',
  setCartLine: 'PATCH /v1/cart/lines/{lineId}',
  quoteCart: 'GET /v1/cart/quote',
  submitOrder: 'POST /v1/orders',
  listOrders: 'GET /v1/orders',
  getOrder: 'GET /v1/orders/{id}',
  payOrder: 'POST /v1/orders/{id}/payments',
  cancelOrder: 'POST /v1/orders/{id}/cancel',
  remindOrder: 'POST /v1/orders/{id}/remind',
  reorderOrder: 'POST /v1/orders/{id}/reorder',
  listShopOrders: 'GET /v1/shops/{shopId}/orders',
  searchShopOrders: 'GET /v1/shops/{shopId}/orders/search',
  countShopOrders: 'GET /v1/shops/{shopId}/orders/counts',
  acceptOrder: 'POST /v1/orders/{id}/accept',
  rejectOrder: 'POST /v1/orders/{id}/reject',
  dispatchOrder: 'POST /v1/orders/{id}/dispatch',
  completeOrder: 'POST /v1/orders/{id}/complete',
  listOrderNotes: 'GET /v1/orders/{id}/notes',
  addOrderNote: 'POST /v1/orders/{id}/notes',
  listRefunds: 'GET /v1/orders/{id}/refunds',
  refundOrder: 'POST /v1/orders/{id}/refunds',
  retryRefund: 'POST /v1/orders/{id}/refunds/{n}/retry',
  openClaim: 'POST /v1/orders/{id}/claims',
  listOrderClaims: 'GET /v1/orders/{id}/claims',
  withdrawClaim: 'POST /v1/claims/{id}/withdraw',
  approveClaim: 'POST /v1/claims/{id}/approve',
  refuseClaim: 'POST /v1/claims/{id}/refuse',
  listShopClaims: 'GET /v1/shops/{shopId}/claims',
  createExport: 'POST /v1/shops/{shopId}/exports',
  getExport: 'GET /v1/shops/{shopId}/exports/{exportId}',
  cancelExport: 'DELETE /v1/shops/{shopId}/exports/{exportId}',
  getExportFile: 'GET /v1/shops/{shopId}/exports/{exportId}/file',
  getTurnoverReport: 'GET /v1/shops/{shopId}/reports/turnover',
  getUsersReport: 'GET /v1/shops/{shopId}/reports/users',
  getOrdersReport: 'GET /v1/shops/{shopId}/reports/orders',
  getTopItemsReport: 'GET /v1/shops/{shopId}/reports/top-items',
  getCategoriesReport: 'GET /v1/shops/{shopId}/reports/categories',
  getHoursReport: 'GET /v1/shops/{shopId}/reports/hours',
  getChannelsReport: 'GET /v1/shops/{shopId}/reports/channels',
  getDailyReport: 'GET /v1/shops/{shopId}/reports/daily.csv',
  getWorkspace: 'GET /v1/shops/{shopId}/workspace',
  getBusinessReport: 'GET /v1/shops/{shopId}/reports/business',
  getBusinessWorkbook: 'GET /v1/shops/{shopId}/reports/business.xlsx',
  listShopCustomers: 'GET /v1/shops/{shopId}/customers',
  createWorkbook: 'POST /v1/shops/{shopId}/reports/workbooks',
  getWorkbook: 'GET /v1/shops/{shopId}/reports/workbooks/{workbookId}',
  cancelWorkbook: 'DELETE /v1/shops/{shopId}/reports/workbooks/{workbookId}',
  getWorkbookFile: 'GET /v1/shops/{shopId}/reports/workbooks/{workbookId}/file',
  listNotifications: 'GET /v1/notifications',
  markNotificationsRead: 'POST /v1/notifications/read',
  followNotifications: 'GET /v1/stream',
  listMessages: 'GET /v1/messages',
  countUnreadMessages: 'GET /v1/messages/unread',
  readMessages: 'POST /v1/messages/read',
  readMessage: 'PUT /v1/messages/{seq}/read',
  listEmployees: 'GET /v1/shops/{shopId}/employees',
  createEmployee: 'POST /v1/shops/{shopId}/employees',
  updateEmployee: 'PUT /v1/employees/{id}',
  deleteEmployee: 'DELETE /v1/employees/{id}',
  setEmployeeEnabled: 'PUT /v1/employees/{id}/enabled',
  resetPassword: 'POST /v1/employees/{id}/password-resets',
  reconcileDay: 'POST /v1/reconciliations',
  describeConfig: 'GET /v1/ops/config',
  changeConfig: 'PATCH /v1/ops/config',
  listAuditEntries: 'GET /v1/ops/audit',
  listAuditLinks: 'GET /v1/ops/audit/links',
} as const

export type Session = { readonly sessionId: string; readonly accessToken: string; readonly accessExpiresAt: string; readonly refreshToken: string; readonly refreshExpiresAt: string; readonly subjectId: string; readonly name: string; readonly shopId: string | null; readonly roles: readonly string[]; readonly permissions: readonly string[]; readonly mustChangePassword: boolean }

export type Me = { readonly kind: "customer"; readonly id: string; readonly name: string; readonly phone: string | null; readonly avatar: string | null; readonly sex: string | null; readonly createdAt: string } | { readonly kind: "employee"; readonly id: string; readonly shopId: string; readonly roles: readonly string[] }

export type MyData = { readonly profile: { readonly kind: "customer"; readonly id: string; readonly name: string; readonly phone: string | null; readonly avatar: string | null; readonly sex: string | null; readonly createdAt: string }; readonly addresses: readonly Address[]; readonly messages: readonly ({ readonly seq: number; readonly type: string; readonly at: string; readonly payload: Readonly<Record<string, unknown>> })[]; readonly carts: readonly Cart[]; readonly orders: readonly Order[]; readonly claims: readonly Claim[]; readonly refunds: readonly Refund[]; readonly nextCursor: string | null }

export type Address = { readonly id: string; readonly consignee: string; readonly phone: string; readonly sex: string; readonly province: string; readonly city: string; readonly district: string; readonly detail: string; readonly label: string; readonly location: { readonly latitudeE6: number; readonly longitudeE6: number } | null; readonly isDefault: boolean }

export type Cart = { readonly shopId: string; readonly version: number; readonly lines: readonly ({ readonly id: string; readonly item: Item; readonly quantity: number })[] }

export type Item = { readonly kind: "DISH" | "SET_MEAL"; readonly id: string; readonly options: readonly ({ readonly group: string; readonly choice: string })[] }

export type Order = { readonly id: string; readonly number: string; readonly shopId: string; readonly customerId: string; readonly state: "PLACING" | "PENDING" | "CLOSING" | "PAID" | "ACCEPTED" | "DELIVERING" | "COMPLETED" | "CANCELLED"; readonly version: number; readonly amountFen: number | null; readonly refundedFen: number | null; readonly lines: readonly ({ readonly id: string; readonly item: Item; readonly name: string; readonly image: string; readonly quantity: number; readonly unitPriceFen: number | null })[]; readonly charges: readonly ({ readonly kind: string; readonly amountFen: number })[]; readonly history: readonly ({ readonly version: number; readonly from: "PLACING" | "PENDING" | "CLOSING" | "PAID" | "ACCEPTED" | "DELIVERING" | "COMPLETED" | "CANCELLED" | null; readonly to: "PLACING" | "PENDING" | "CLOSING" | "PAID" | "ACCEPTED" | "DELIVERING" | "COMPLETED" | "CANCELLED"; readonly by: string; readonly note: string; readonly at: string })[]; readonly address: { readonly consignee: string; readonly phone: string; readonly text: string; readonly location: { readonly latitudeE6: number; readonly longitudeE6: number } | null } | null; readonly remark: string; readonly cutlery: number; readonly deliverAt: string | null; readonly slotAt: string | null; readonly estimatedAt: string | null; readonly payDeadline: string | null; readonly cancelReason: string | null; readonly cancelNote: string | null; readonly shortDishIds: readonly string[]; readonly createdAt: string; readonly updatedAt: string }

export type Claim = { readonly id: string; readonly orderId: string; readonly orderNumber: string; readonly shopId: string; readonly customerId: string; readonly state: "OPEN" | "WITHDRAWN" | "APPROVED" | "REFUSED" | "LAPSED"; readonly reason: string; readonly lines: readonly ({ readonly lineId: string; readonly quantity: number })[]; readonly imageIds: readonly string[]; readonly askedFen: number | null; readonly grantedFen: number | null; readonly refundN: number | null; readonly answer: string | null; readonly settledBy: string | null; readonly createdAt: string; readonly settledAt: string | null }

export type Refund = { readonly orderId: string; readonly n: number; readonly amountFen: number | null; readonly cause: "CANCELLED" | "SURPLUS" | "GRANTED"; readonly state: "REQUESTED" | "PROCESSING" | "SUCCESS" | "ABNORMAL"; readonly reason: string | null; readonly lines: readonly ({ readonly lineId: string; readonly quantity: number })[]; readonly by: string | null; readonly claimId: string | null; readonly steps: readonly ({ readonly state: "REQUESTED" | "PROCESSING" | "SUCCESS" | "ABNORMAL"; readonly at: string })[] }

export type Shop = { readonly name: string; readonly address: string; readonly phone: string; readonly notice: string; readonly packingFeeFen: number; readonly deliveryFeeFen: number; readonly minimumOrderFen: number; readonly preparationMinutes: number; readonly deliveryMinutes: number; readonly slotCapacity: number; readonly id: string; readonly open: boolean; readonly openNow: boolean; readonly opensAt: string | null; readonly closesAt: string | null; readonly busyMinutes: number; readonly busyUntil: string | null; readonly timeZone: string; readonly version: number }

export type ShopHours = { readonly week: readonly ({ readonly weekday: number; readonly opens: string; readonly closes: string })[]; readonly exceptions: readonly ({ readonly date: string; readonly ranges: readonly ({ readonly opens: string; readonly closes: string })[] })[] }

export type Menu = { readonly shop: { readonly id: string; readonly name: string; readonly address: string; readonly phone: string; readonly notice: string; readonly open: boolean; readonly openNow: boolean; readonly opensAt: number; readonly packingFeeFen: number; readonly deliveryFeeFen: number; readonly minimumOrderFen: number; readonly timeZone: string }; readonly categories: readonly ({ readonly id: string; readonly name: string; readonly kind: "DISH" | "SET_MEAL"; readonly mealtimes: readonly ({ readonly from: string; readonly to: string })[]; readonly dishes: readonly ({ readonly id: string; readonly name: string; readonly priceFen: number; readonly image: string; readonly description: string; readonly mealtimes: readonly ({ readonly from: string; readonly to: string })[]; readonly servedNow: boolean; readonly optionGroups: readonly ({ readonly kind: "FLAVOUR" | "ADDITION"; readonly name: string; readonly minimum: number; readonly maximum: number; readonly choices: readonly ({ readonly name: string; readonly priceFen: number })[] })[] })[]; readonly setMeals: readonly ({ readonly id: string; readonly name: string; readonly priceFen: number; readonly image: string; readonly description: string; readonly mealtimes: readonly ({ readonly from: string; readonly to: string })[]; readonly servedNow: boolean; readonly parts: readonly ({ readonly dishId: string; readonly name: string; readonly copies: number })[] })[] })[] }

export type Category = { readonly id: string; readonly shopId: string; readonly kind: "DISH" | "SET_MEAL"; readonly name: string; readonly sort: number; readonly enabled: boolean; readonly mealtimes: readonly ({ readonly from: string; readonly to: string })[]; readonly createdAt: string; readonly updatedAt: string }

export type Dish = { readonly id: string; readonly shopId: string; readonly categoryId: string; readonly name: string; readonly priceFen: number; readonly image: string; readonly description: string; readonly onSale: boolean; readonly sort: number; readonly mealtimes: readonly ({ readonly from: string; readonly to: string })[]; readonly version: number; readonly createdAt: string; readonly updatedAt: string; readonly optionGroups: readonly ({ readonly kind: "FLAVOUR" | "ADDITION"; readonly name: string; readonly minimum: number; readonly maximum: number; readonly choices: readonly ({ readonly name: string; readonly priceFen: number })[] })[] }

export type SetMealOfDish = { readonly id: string; readonly name: string; readonly onSale: boolean; readonly startable: boolean }

export type DishOnSale = { readonly id: string; readonly shopId: string; readonly categoryId: string; readonly name: string; readonly priceFen: number; readonly image: string; readonly description: string; readonly onSale: boolean; readonly sort: number; readonly mealtimes: readonly ({ readonly from: string; readonly to: string })[]; readonly version: number; readonly createdAt: string; readonly updatedAt: string; readonly optionGroups: readonly ({ readonly kind: "FLAVOUR" | "ADDITION"; readonly name: string; readonly minimum: number; readonly maximum: number; readonly choices: readonly ({ readonly name: string; readonly priceFen: number })[] })[]; readonly setMeals: readonly SetMealOfDish[] }

export type SetMeal = { readonly id: string; readonly shopId: string; readonly categoryId: string; readonly name: string; readonly priceFen: number; readonly image: string; readonly description: string; readonly onSale: boolean; readonly sort: number; readonly mealtimes: readonly ({ readonly from: string; readonly to: string })[]; readonly version: number; readonly createdAt: string; readonly updatedAt: string; readonly parts: readonly ({ readonly dishId: string; readonly copies: number; readonly name: string })[] }

export type StockItem = { readonly shopId: string; readonly dishId: string; readonly onHand: number | null; readonly reserved: number; readonly dailyAmount: number | null; readonly lowAt: number | null; readonly soldOutUntil: string | null }

export type StockMovement = { readonly id: string; readonly kind: "SET" | "DAY" | "COMMIT" | "ADJUST"; readonly delta: number; readonly reason: string; readonly movedBy: string | null; readonly orderId: string | null; readonly at: string }

export type Quote = { readonly shopId: string; readonly cartVersion: number; readonly lines: readonly ({ readonly lineId: string; readonly name: string; readonly image: string; readonly quantity: number; readonly unitPriceFen: number; readonly options: readonly ({ readonly group: string; readonly choice: string })[]; readonly refusal: string | null; readonly available: number | null })[]; readonly charges: readonly ({ readonly kind: string; readonly amountFen: number })[]; readonly amountFen: number; readonly minimumOrderFen: number; readonly estimatedAt: string; readonly refusal: string | null; readonly cutlery: number | null }

export type OrderNote = { readonly n: number; readonly by: string; readonly text: string; readonly at: string }

export type Export = { readonly id: string; readonly shopId: string; readonly state: "WAITING" | "RUNNING" | "DONE" | "FAILED" | "CANCELLED"; readonly progress: number; readonly orders: number; readonly from: string; readonly to: string; readonly failure: string | null; readonly createdAt: string; readonly expiresAt: string }

export type TurnoverReport = { readonly days: readonly ({ readonly day: string; readonly orders: number; readonly grossFen: number; readonly refundedFen: number; readonly netFen: number })[] }

export type UsersReport = { readonly days: readonly ({ readonly day: string; readonly registered: number; readonly total: number })[] }

export type OrdersReport = { readonly days: readonly ({ readonly day: string; readonly placed: number; readonly completed: number; readonly cancelled: number })[] }

export type TopItemsReport = { readonly items: readonly ({ readonly kind: "DISH" | "SET_MEAL"; readonly id: string; readonly name: string; readonly quantity: number; readonly amountFen: number })[] }

export type CategoriesReport = { readonly categories: readonly ({ readonly id: string | null; readonly name: string; readonly quantity: number; readonly amountFen: number })[] }

export type HoursReport = { readonly hours: readonly ({ readonly hour: number; readonly orders: number; readonly grossFen: number })[] }

export type ChannelsReport = { readonly channels: readonly ({ readonly channel: "WECHAT_JSAPI" | "WECHAT_H5" | "UNSPECIFIED"; readonly orders: number; readonly grossFen: number })[] }

export type Workspace = { readonly turnover: { readonly day: string; readonly orders: number; readonly grossFen: number; readonly refundedFen: number; readonly netFen: number }; readonly unitPriceFen: number; readonly completionRate: number; readonly newUsers: number; readonly orders: { readonly placed: number; readonly pending: number; readonly paid: number; readonly accepted: number; readonly delivering: number; readonly completed: number; readonly cancelled: number } }

export type BusinessReport = { readonly days: readonly ({ readonly day: string; readonly orders: number; readonly completed: number; readonly turnoverFen: number; readonly completionRate: number; readonly unitPriceFen: number; readonly newUsers: number; readonly totalUsers: number })[]; readonly overall: { readonly orders: number; readonly completed: number; readonly turnoverFen: number; readonly completionRate: number; readonly unitPriceFen: number; readonly newUsers: number; readonly totalUsers: number } }

export type ShopCustomer = { readonly customerId: string; readonly consignee: string | null; readonly maskedPhone: string | null; readonly orders: number; readonly spentFen: number; readonly firstOrderAt: string; readonly lastOrderAt: string }

export type Workbook = { readonly id: string; readonly shopId: string; readonly state: "WAITING" | "RUNNING" | "DONE" | "FAILED" | "CANCELLED"; readonly progress: number; readonly from: string; readonly to: string; readonly createdAt: string; readonly expiresAt: string }

export type Notification = { readonly seq: number; readonly type: string; readonly at: string; readonly payload: Readonly<Record<string, unknown>> }

export type Message = { readonly seq: number; readonly type: string; readonly at: string; readonly payload: Readonly<Record<string, unknown>>; readonly kind: "NEW_ORDER" | "URGENT" | "TO_DISPATCH" | "REMINDER" | "SUMMARY" | "CANCELLED" | "ORDER" | "REFUND" | "CLAIM"; readonly isRead: boolean }

export type Employee = { readonly id: string; readonly shopId: string; readonly username: string; readonly name: string; readonly phone: string; readonly roles: readonly string[]; readonly enabled: boolean; readonly mustChangePassword: boolean; readonly createdAt: string }

export type WelcomedEmployee = { readonly id: string; readonly shopId: string; readonly username: string; readonly name: string; readonly phone: string; readonly roles: readonly string[]; readonly enabled: boolean; readonly mustChangePassword: boolean; readonly createdAt: string; readonly initialPassword: string | null }

export type Reconciliation = { readonly day: string; readonly rowsCompared: number; readonly differences: readonly ({ readonly kind: string; readonly attemptId: string; readonly ours: string; readonly theirs: string; readonly action: string })[] }

export type Config = { readonly centre: string; readonly version: string | null; readonly agreed: boolean; readonly unreachable: number; readonly services: readonly ({ readonly service: string; readonly differing: readonly string[]; readonly instances: readonly ({ readonly id: string; readonly version: string | null; readonly settings: readonly ({ readonly key: string; readonly value: unknown; readonly source: string; readonly version: string | null; readonly changedBy: string | null; readonly changedAt: string | null; readonly live: boolean; readonly secret: boolean })[] })[] })[] }

export type AuditEntry = { readonly seq: number; readonly at: string; readonly by: string; readonly shopId: string; readonly action: string; readonly subject: string; readonly details: Readonly<Record<string, unknown>>; readonly prevHash: string; readonly hash: string }

export type AuditLink = { readonly seq: number; readonly prevHash: string; readonly hash: string }

export type Problem = { readonly type: string; readonly title: string; readonly status: number; readonly code: string; readonly detail: string; readonly instance: string; readonly traceId: string; readonly details?: Readonly<Record<string, string>>; readonly errors?: readonly ({ readonly in: string; readonly pointer: string; readonly detail: string })[] }
