import { Module } from '@medusajs/framework/utils'
import { CarnetService } from './service'

export default Module('carnet', { service: CarnetService })
