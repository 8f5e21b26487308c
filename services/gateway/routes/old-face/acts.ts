/**
 * What the calls of the old console are called in the audit: the operations of `/v1` that do the same. What
 * is not here enters itself (employees), has a history of its own (steps of orders), or changes nothing that
 * is anybody's.
 */
export const acts: Readonly<Record<string, string>> = {
  'POST /admin/category': 'createCategory',
  'PUT /admin/category': 'updateCategory',
  'POST /admin/category/status/:status': 'updateCategory',
  'DELETE /admin/category': 'deleteCategory',
  'POST /admin/dish': 'createDish',
  'PUT /admin/dish': 'updateDish',
  'POST /admin/dish/status/:status': 'setDishOnSale',
  'DELETE /admin/dish': 'deleteDishes',
  'POST /admin/setmeal': 'createSetMeal',
  'PUT /admin/setmeal': 'updateSetMeal',
  'POST /admin/setmeal/status/:status': 'setSetMealOnSale',
  'DELETE /admin/setmeal': 'deleteSetMeals',
  'PUT /admin/order/rejection': 'rejectOrder',
  'PUT /admin/order/cancel': 'cancelOrder',
  'PUT /admin/shop/:status': 'setShopOpen',
}
