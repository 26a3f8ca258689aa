import { model } from '@medusajs/framework/utils'

export const CarnetDelivery = model
  .define('carnet_delivery', {
    id: model.text().primaryKey(), // of the order, for its sale, or of the refund
    order_id: model.text(),
    tries: model.number().default(0),
    next_at: model.dateTime().nullable(),
    told_at: model.dateTime().nullable(),
  })
  .indexes([{ on: ['next_at'], where: 'next_at IS NOT NULL' }])
