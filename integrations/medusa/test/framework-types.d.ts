// The two types of @medusajs/framework that the package uses, as version 2.21.2 declares them (dist/subscribers/types.d.ts). The framework itself brings more than 200 MB of
// packages, and all else that we use of it is @medusajs/types and @medusajs/utils under another name.
import type { Event, MedusaContainer } from '@medusajs/types'

export type SubscriberConfig = { event: string | string[]; context?: { subscriberId?: string } & Record<string, unknown> }
export type SubscriberArgs<T = unknown> = { event: Event<T>; container: MedusaContainer; pluginOptions: Record<string, unknown> }
