/**
 * For whom every route is, said once more and by hand: what the declarations say is held against this, so
 * that one that is widened is seen. Whose the things are that an address names is in things.ts.
 */
export const audiences: Readonly<Record<string, readonly string[]>> = {
  public: [
    ...['getDocs', 'getDocsScript', 'getDocsStart', 'getDocsStyle', 'getImage', 'getLiveness', 'getMenu'],
    ...['getOpenapi', 'getProblem', 'getReadiness', 'getShop', 'getStartPage', 'openSession'],
    ...['receiveWechatNotification', 'refreshSession', 'sendPhoneCode'],
  ],
  any: [
    ...['cancelOrder', 'closeSession', 'followNotifications', 'getMe', 'getOrder', 'listNotifications'],
    ...['markNotificationsRead'],
  ],
  customer: [
    ...['addCartItem', 'clearCart', 'createAddress', 'deleteAddress', 'getAddress', 'getCart'],
    ...['listAddresses', 'listOrders', 'payOrder', 'quoteCart', 'remindOrder', 'reorderOrder'],
    ...['setCartLine', 'setDefaultAddress', 'submitOrder', 'updateAddress'],
  ],
  employee: [
    ...['acceptOrder', 'changePassword', 'completeOrder', 'dispatchOrder', 'getDish', 'getSetMeal'],
    ...['listCategories', 'listDishes', 'listSetMeals', 'listShopOrders', 'listStock', 'rejectOrder'],
    ...['setShopOpen'],
  ],
  manager: [
    ...['changeConfig', 'createEmployee', 'describeConfig', 'listAuditEntries', 'listEmployees'],
    ...['reconcileDay', 'resetPassword', 'setEmployeeEnabled', 'updateEmployee', 'updateShop'],
  ],
  'finance manager': [
    ...['cancelExport', 'createExport', 'getCategoriesReport', 'getChannelsReport', 'getDailyReport'],
    ...['getBusinessReport', 'getBusinessWorkbook', 'cancelWorkbook', 'createWorkbook', 'getWorkbook'],
    ...['getWorkbookFile'],
    ...['getExport', 'getExportFile', 'getHoursReport', 'getOrdersReport', 'getTopItemsReport'],
    ...['getTurnoverReport', 'getUsersReport', 'getWorkspace'],
  ],
  'kitchen manager staff': ['markSoldOut', 'setStock'],
  'manager staff': [
    ...['createCategory', 'createDish', 'createSetMeal', 'deleteCategory', 'deleteDish', 'deleteSetMeal'],
    ...['putImage', 'setDishOnSale', 'setSetMealOnSale', 'updateCategory', 'updateDish', 'updateSetMeal'],
  ],
}
