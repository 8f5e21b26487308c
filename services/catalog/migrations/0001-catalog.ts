import type { Migration } from '#kit/storage/storage.ts'

const shop = `CREATE TABLE shop (
  id {id},
  name VARCHAR(30) NOT NULL,
  address VARCHAR(200) NOT NULL,
  phone VARCHAR(20) NOT NULL,
  notice VARCHAR(200) NOT NULL,
  is_open INT NOT NULL,
  packing_fee_fen BIGINT NOT NULL CHECK (packing_fee_fen >= 0),
  delivery_fee_fen BIGINT NOT NULL CHECK (delivery_fee_fen >= 0),
  minimum_order_fen BIGINT NOT NULL CHECK (minimum_order_fen >= 0),
  time_zone VARCHAR(40) NOT NULL,
  version BIGINT NOT NULL,
  catalog_version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL)`

const category = `CREATE TABLE category (
  id {id},
  shop_id BIGINT NOT NULL,
  kind VARCHAR(8) NOT NULL,
  name VARCHAR(20) NOT NULL,
  sort INT NOT NULL,
  enabled INT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  UNIQUE (shop_id, name))`

const itemColumns = `
  id {id},
  shop_id BIGINT NOT NULL,
  category_id BIGINT NOT NULL,
  name VARCHAR(20) NOT NULL,
  price_fen BIGINT NOT NULL CHECK (price_fen > 0),
  image VARCHAR(255) NOT NULL,
  description VARCHAR(200) NOT NULL,
  on_sale INT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  UNIQUE (shop_id, name)`

const optionGroup = `CREATE TABLE option_group (
  id {id},
  dish_id BIGINT NOT NULL,
  position INT NOT NULL,
  name VARCHAR(20) NOT NULL,
  minimum INT NOT NULL,
  maximum INT NOT NULL,
  choices TEXT NOT NULL,
  UNIQUE (dish_id, position))`

const setMealPart = `CREATE TABLE set_meal_part (
  set_meal_id BIGINT NOT NULL,
  dish_id BIGINT NOT NULL,
  position INT NOT NULL,
  copies INT NOT NULL CHECK (copies > 0),
  PRIMARY KEY (set_meal_id, dish_id))`

const image = `CREATE TABLE image (
  id VARCHAR(64) PRIMARY KEY,
  content_type VARCHAR(20) NOT NULL,
  body BLOB NOT NULL,
  created_at BIGINT NOT NULL)`

export const catalogTables: Migration = {
  name: '0001-catalog',
  statements: [
    shop,
    category,
    `CREATE TABLE dish (${itemColumns})`,
    optionGroup,
    `CREATE TABLE set_meal (${itemColumns})`,
    setMealPart,
    image,
  ],
}
