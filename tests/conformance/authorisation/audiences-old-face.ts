/** For whom every route of the old face is: the same table for the addresses that old front ends call. */
export const ofOldFace: Readonly<Record<string, readonly string[]>> = {
  public: [
    ...['GET /admin/common/download', 'GET /user/common/download', 'GET /user/shop/status'],
    ...['POST /admin/employee/login', 'POST /notify/paySuccess', 'POST /notify/refundSuccess'],
    ...['POST /user/user/login'],
  ],
  customer: [
    ...['DELETE /user/addressBook', 'DELETE /user/shoppingCart/:id'],
    ...['DELETE /user/shoppingCart/clean', 'GET /user/addressBook/:id'],
    ...['GET /user/addressBook/default', 'GET /user/addressBook/list', 'GET /user/category/list'],
    ...['GET /user/dish/list', 'GET /user/order/historyOrders', 'GET /user/order/orderDetail/:id'],
    ...['GET /user/order/reminder/:id', 'GET /user/setmeal/dish/:id', 'GET /user/setmeal/list'],
    ...['GET /user/shop/phone', 'GET /user/shoppingCart/list', 'POST /user/addressBook'],
    ...['POST /user/order/repetition/:id', 'POST /user/order/submit'],
    ...['POST /user/shoppingCart/add', 'POST /user/shoppingCart/sub', 'POST /user/user/logout'],
    ...['PUT /user/addressBook', 'PUT /user/addressBook/default', 'PUT /user/order/cancel/:id'],
    ...['PUT /user/order/payment'],
  ],
  manager: [
    ...['DELETE /admin/employee', 'GET /admin/employee/:id', 'GET /admin/employee/page'],
    ...['POST /admin/employee', 'POST /admin/employee/status/:status', 'PUT /admin/employee'],
  ],
  employee: [
    ...['GET /admin/category/list', 'GET /admin/category/page', 'GET /admin/dish/:id'],
    ...['GET /admin/dish/list', 'GET /admin/dish/page', 'GET /admin/order/conditionSearch'],
    ...['GET /admin/order/details/:id', 'GET /admin/order/statistics', 'GET /admin/setmeal/:id'],
    ...['GET /admin/setmeal/page', 'GET /admin/shop/status', 'GET /admin/workspace/overviewDishes'],
    ...['GET /admin/workspace/overviewSetmeals', 'POST /admin/employee/logout'],
    ...['PUT /admin/employee/editPassword', 'PUT /admin/order/cancel'],
    ...['PUT /admin/order/complete/:id', 'PUT /admin/order/confirm'],
    ...['PUT /admin/order/delivery/:id', 'PUT /admin/order/rejection', 'PUT /admin/shop/:status'],
  ],
  'manager staff': [
    ...['DELETE /admin/category', 'DELETE /admin/dish', 'DELETE /admin/setmeal'],
    ...['POST /admin/category', 'POST /admin/category/status/:status', 'POST /admin/common/upload'],
    ...['POST /admin/dish', 'POST /admin/dish/status/:status', 'POST /admin/setmeal'],
    ...['POST /admin/setmeal/status/:status', 'PUT /admin/category', 'PUT /admin/dish'],
    ...['PUT /admin/setmeal'],
  ],
  'finance manager': [
    ...['GET /admin/report/dataOverView', 'GET /admin/report/export'],
    ...['GET /admin/report/ordersStatistics', 'GET /admin/report/top10'],
    ...['GET /admin/report/turnoverStatistics', 'GET /admin/report/userStatistics'],
    ...['GET /admin/workspace/businessData', 'GET /admin/workspace/overviewOrders'],
  ],
}
