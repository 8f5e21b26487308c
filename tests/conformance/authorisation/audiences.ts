/** Of a route that is for others as well, the roles among its staff. */
export const staffOf: Readonly<Record<string, string>> = {
  cancelOrder: 'cashier manager staff',
  putImage: 'manager staff',
}

/**
 * For whom every route is, said once more and by hand: what the declarations say is held against this, so
 * that one that is widened is seen. Whose the things are that an address names is in things.ts.
 */
export const ofModernFace: Readonly<Record<string, readonly string[]>> = {
  public: [
    ...['getDocs', 'getDocsScript', 'getDocsStart', 'getDocsStyle', 'getImage', 'getLiveness', 'getMenu'],
    ...['getOpenapi', 'getProblem', 'getReadiness', 'getShop', 'getStartPage', 'openSession'],
    ...['receiveWechatNotification', 'refreshSession', 'sendPhoneCode'],
    ...['getCustomerApp', 'getCustomerAsset', 'getCustomerFile', 'getMerchantApp'],
    ...['getMerchantAsset', 'getMerchantFile', 'getShopAreas', 'getShopHours', 'goCustomerApp'],
    ...['goMerchantApp', 'listSlots'],
    ...['listSoldOut'],
  ],
  any: [
    ...['cancelOrder', 'closeSession', 'followNotifications', 'getMe', 'getOrder', 'listNotifications'],
    ...['markNotificationsRead'],
    ...['countUnreadMessages', 'listMessages', 'readMessage', 'readMessages'],
    ...['listRefunds', 'listOrderClaims', 'putImage'],
  ],
  customer: [
    ...['addCartItem', 'clearCart', 'createAddress', 'deleteAddress', 'getAddress', 'getCart'],
    ...['listAddresses', 'listOrders', 'payOrder', 'quoteCart', 'remindOrder', 'reorderOrder'],
    ...['setCartLine', 'setDefaultAddress', 'submitOrder', 'updateAddress'],
    ...['deleteMe', 'exportMe', 'updateMe'],
    ...['openClaim', 'withdrawClaim'],
    ...['takeCartItem'],
  ],
  employee: [
    ...['acceptOrder', 'changePassword', 'completeOrder', 'dispatchOrder', 'getDish', 'getSetMeal'],
    ...['listCategories', 'listDishes', 'listSetMeals', 'listShopOrders', 'listStock'],
    ...['searchShopOrders', 'countShopOrders', 'listOrderNotes', 'addOrderNote', 'listShopClaims'],
    ...['listSetMealsOfDish', 'searchCategories', 'searchDishes', 'searchSetMeals', 'listMovements'],
  ],
  manager: [
    ...['changeConfig', 'createEmployee', 'describeConfig', 'listAuditEntries', 'listEmployees'],
    ...['listAuditLinks'],
    ...['reconcileDay', 'resetPassword', 'setEmployeeEnabled', 'updateEmployee', 'updateShop'],
    ...['clearShopException', 'deleteEmployee', 'setShopAreas', 'setShopException', 'setShopHours'],
    ...['setShopPace'],
  ],
  'finance manager': [
    ...['cancelExport', 'createExport', 'getCategoriesReport', 'getChannelsReport', 'getDailyReport'],
    ...['getBusinessReport', 'getBusinessWorkbook', 'cancelWorkbook', 'createWorkbook', 'getWorkbook'],
    ...['getWorkbookFile'],
    ...['getExport', 'getExportFile', 'getHoursReport', 'getOrdersReport', 'getTopItemsReport'],
    ...['getTurnoverReport', 'getUsersReport', 'listShopCustomers'],
    ...['refundOrder', 'retryRefund', 'approveClaim', 'refuseClaim'],
  ],
  'cashier finance manager staff': ['getWorkspace'],
  'cashier manager staff': ['rejectOrder', 'setShopOpen', 'setShopBusy'],
  'kitchen manager staff': ['markSoldOut', 'setStock', 'setThreshold', 'adjustStock'],
  'manager staff': [
    ...['createCategory', 'createDish', 'createSetMeal', 'deleteCategory', 'deleteDish', 'deleteSetMeal'],
    ...['setDishOnSale', 'setSetMealOnSale', 'updateCategory', 'updateDish', 'updateSetMeal'],
    ...['sortCategories', 'sortDishes', 'sortSetMeals', 'deleteDishes', 'deleteSetMeals'],
  ],
}
