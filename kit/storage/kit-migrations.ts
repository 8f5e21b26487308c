import type { Migration } from './storage.ts'

const outbox = `create table outbox (
  seq {id}, msg_id varchar(64) not null unique, type varchar(128) not null, msg_key varchar(128) not null,
  payload text not null, traceparent varchar(64) not null, created_at bigint not null,
  attempts int not null, next_at bigint not null)`

const inbox = `create table inbox (
  consumer varchar(64) not null, msg_id varchar(64) not null, at bigint not null,
  primary key (consumer, msg_id))`

const timer = `create table timer (
  kind varchar(64) not null, ref varchar(128) not null, due_at bigint not null, payload text not null,
  attempts int not null, primary key (kind, ref))`

const deadLetter = `create table dead_letter (
  consumer varchar(64) not null, msg_id varchar(64) not null, type varchar(128) not null,
  msg_key varchar(128) not null, payload text not null, error text not null, attempts int not null,
  first_at bigint not null, last_at bigint not null, state varchar(16) not null,
  primary key (consumer, msg_id))`

const idempotency = `create table idempotency (
  scope varchar(128) not null, idem_key varchar(128) not null, fingerprint varchar(64) not null,
  resource_id varchar(64) not null, created_at bigint not null, primary key (scope, idem_key))`

/** The kit's own tables, in every service's database. */
export const kitMigrations: readonly Migration[] = [
  {
    name: 'kit-0001-tables',
    statements: [
      outbox,
      'create index ix_outbox_next on outbox (next_at, seq)',
      inbox,
      'create index ix_inbox_at on inbox (at)',
      timer,
      'create index ix_timer_due on timer (due_at)',
      deadLetter,
      idempotency,
      'create index ix_idempotency_created on idempotency (created_at)',
    ],
  },
  {
    name: 'kit-0002-outbox-owner',
    statements: [
      "alter table outbox add column owner varchar(64) not null default ''",
      'create index ix_outbox_owner on outbox (owner, next_at, seq)',
    ],
  },
  {
    name: 'kit-0003-timers-of-a-kind',
    // Where all timers are of one kind, many that are due at once would else be sorted at each look.
    statements: ['create index ix_timer_kind_due on timer (kind, due_at)'],
  },
]
