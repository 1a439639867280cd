-- Quotes: when a package was quoted, how long the quote is valid, and how its price was made.

create table package_quotes (
  package_id uuid primary key references merchant_packages on delete cascade,
  quote_no bigint not null generated always as identity unique,
  quoted_at timestamptz not null,
  valid_until timestamptz not null check (valid_until > quoted_at),
  terms_version integer not null,
  rates_version integer,
  inputs jsonb,
  priced jsonb,
  check ((inputs is null) = (priced is null) and (inputs is null) = (rates_version is null))
);
comment on table package_quotes is 'Quotes: one for each package that was quoted. Its state is that of the package';
comment on column package_quotes.package_id is 'Package that is quoted';
comment on column package_quotes.quote_no is 'Number for people: Q-0001';
comment on column package_quotes.quoted_at is 'When it was quoted last';
comment on column package_quotes.valid_until is 'From then on it cannot be held; quoting again renews it';
comment on column package_quotes.terms_version is 'merchant_packages.terms_version that was quoted';
comment on column package_quotes.rates_version is 'Version of the setting pricing_rates that it was priced with; null: priced by hand';
comment on column package_quotes.inputs is 'What was asked: the body of the price request; null: priced by hand';
comment on column package_quotes.priced is 'What was answered; null: priced by hand, or the terms changed since';
grant select, insert, update on package_quotes to bx_app;
-- Quotes of older versions are valid for two more weeks.
insert into package_quotes (package_id, quoted_at, valid_until, terms_version)
  select package_id, now(), now() + interval '14 days', terms_version from merchant_packages
  where status in ('quoted', 'held') order by created_at, package_id;
