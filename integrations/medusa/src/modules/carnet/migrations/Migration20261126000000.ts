import { Migration } from '@medusajs/framework/mikro-orm/migrations'

export class Migration20261126000000 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      'create table if not exists "carnet_delivery" ("id" text not null, "order_id" text not null, "tries" integer not null default 0, "next_at" timestamptz null, ' +
        '"told_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, ' +
        'constraint "carnet_delivery_pkey" primary key ("id"));',
    )
    this.addSql('create index if not exists "IDX_carnet_delivery_next_at" on "carnet_delivery" ("next_at") where next_at is not null;')
  }

  override async down(): Promise<void> {
    this.addSql('drop table if exists "carnet_delivery";')
  }
}
