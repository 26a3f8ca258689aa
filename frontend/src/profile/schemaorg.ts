// A receipt in the schema.org vocabulary, for programs that know nothing of receipts (docs/protocol.md section 3). A view: nobody signed it.
import type { Invoice, Offer, Order, PriceSpecification, WithContext } from 'schema-dts'
import { decimal } from '../shared/format.ts'
import type { Line, Receipt } from './sdjwt.ts'

const urn = (id: string): string => `urn:carnet:order:${id}`

/** schemaOrg returns an Invoice that references an Order. Amounts are decimal strings in the currency's own unit; no person is named. */
export function schemaOrg(r: Receipt, seller: string, iss: string): WithContext<Invoice> {
  const shop = { '@type': 'Organization', name: seller, identifier: iss } as const
  const order: Order = {
    '@type': 'Order', '@id': urn(r.id), orderDate: r.at, seller: shop, acceptedOffer: r.lines.map((l) => offer(r, l)),
    ...(r.src?.ref ? { orderNumber: r.src.ref } : {}),
    ...(r.kind === 'refund' ? { orderStatus: 'https://schema.org/OrderReturned' } : {}),
    ...(r.discount === undefined ? {} : { discount: decimal(r.discount, r.exponent), discountCurrency: r.currency }),
  }
  return {
    '@context': 'https://schema.org', '@type': 'Invoice', identifier: r.id, category: r.kind, provider: shop,
    referencesOrder: r.of ? [order, { '@type': 'Order', '@id': urn(r.of) }] : [order],
    totalPaymentDue: due(r),
    ...(r.tender ? { paymentMethod: r.tender } : {}),
  }
}

const price = (r: Receipt, amount: number): { price: string; priceCurrency: string } => ({ price: decimal(amount, r.exponent), priceCurrency: r.currency })

function due(r: Receipt): PriceSpecification {
  const parts = (['tax', 'shipping'] as const).filter((name) => r[name] !== undefined).map((name) => ({ '@type': 'PriceSpecification' as const, name, ...price(r, r[name]!) }))
  if (parts.length === 0) return { '@type': 'PriceSpecification', ...price(r, r.total) }
  return { '@type': 'CompoundPriceSpecification', ...price(r, r.total), priceComponent: parts }
}

function offer(r: Receipt, l: Line): Offer {
  return {
    '@type': 'Offer',
    identifier: String(l.n),
    itemOffered: {
      '@type': 'Product',
      name: l.name,
      ...(l.sku ? { sku: l.sku } : {}),
      ...(l.gtin ? { gtin: l.gtin } : {}),
      ...(l.category ? { category: l.category } : {}),
      ...(l.warranty_until ? { additionalProperty: { '@type': 'PropertyValue', name: 'warranty_until', value: l.warranty_until } } : {}),
    },
    eligibleQuantity: { '@type': 'QuantitativeValue', value: l.qty },
    priceSpecification: { '@type': 'PriceSpecification', ...price(r, l.total) },
    ...(l.unit === undefined ? {} : price(r, l.unit)),
  }
}
