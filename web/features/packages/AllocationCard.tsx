'use client'
import { Button, SegmentedControl } from '@mantine/core'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type OnePackage, type PackagePacing } from '../../lib/endpoints.ts'
import { NO_VALUE, percentage } from '../../lib/formats.ts'
import { moment } from '../../lib/moment.ts'
import { type Save, useSave } from '../../lib/useSave.ts'
import { Card } from '../../ui/View.tsx'
import classes from './Packages.module.css'
import { CHANGE_KIND_WORDS, texts } from './strings.ts'

/** Its share of the renders of each placement, what changed it, and who may. */
export function AllocationCard({ sold, pacing }: { readonly sold: OnePackage; readonly pacing: PackagePacing }) {
  const { allocations, changes, allocation_mode: mode } = pacing.data
  const save = useSave()
  const maySteer = sold.actions.includes('steer')
  const params = { package_id: sold.package_id }
  const steer = (next: string) =>
    save.run(() =>
      call(ENDPOINTS.steerPackage, {
        params,
        body: { version: sold.version, allocation_mode: next === 'advise' ? 'advise' : 'automatic' },
      }),
    )
  const isAdvised = allocations.some(({ target_share, advised_share }) => target_share !== advised_share)
  if (allocations.length === 0 && changes.length === 0) return null
  return (
    <Card label={texts.allocation}>
      <div className={classes.cardHead}>
        <h2>{texts.allocation}</h2>
        <small>{rankerText(pacing)}</small>
        {maySteer && (
          <SegmentedControl
            size="xs"
            aria-label={texts.whoChangesTheShares}
            value={mode}
            disabled={save.isBusy}
            onChange={(next) => void steer(next)}
            data={[
              { value: 'automatic', label: texts.automaticMode },
              { value: 'advise', label: texts.adviseOnly },
            ]}
          />
        )}
        {maySteer && mode === 'advise' && isAdvised && (
          <Button
            size="xs"
            loading={save.isBusy}
            onClick={() => void save.run(() => call(ENDPOINTS.applyAdvice, { params, body: {} }))}
          >
            {texts.applyTheAdvice}
          </Button>
        )}
      </div>
      {save.error !== null && <p role="alert">{save.error}</p>}
      <div className={classes.pacing}>
        <Shares allocations={allocations} timeZone={pacing.meta.time_zone} />
        <Changes changes={changes} timeZone={pacing.meta.time_zone} save={maySteer ? save : null} />
      </div>
    </Card>
  )
}

function rankerText({ meta }: PackagePacing): string {
  if (meta.ranker_asked_at === null) return texts.noRankerAsked
  return texts.rankerAskedAt(moment(meta.ranker_asked_at, meta.time_zone))
}

function Shares(props: { readonly allocations: PackagePacing['data']['allocations']; readonly timeZone: string }) {
  return (
    <div className={classes.scroll}>
      <table className={classes.shares}>
        <caption>{texts.shareOfRendersInWhich}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.placement}</th>
            <th scope="col">{texts.now}</th>
            <th scope="col">{texts.atTheStart}</th>
            <th scope="col">{texts.planAdvises}</th>
            <th scope="col">{texts.allowedAtMost}</th>
          </tr>
        </thead>
        <tbody>
          {props.allocations.map((one) => (
            <tr key={one.placement_id}>
              <th scope="row">
                {one.placement_name}
                {one.held_until !== null && <small>{texts.heldUntil(moment(one.held_until, props.timeZone))}</small>}
              </th>
              <td>
                <b>{shareText(one.target_share)}</b>
                {one.even_share > 0 && one.target_share > 0 && (
                  <small>{texts.times((one.target_share / one.even_share).toFixed(1))}</small>
                )}
              </td>
              <td>{one.even_share > 0 ? shareText(one.even_share) : NO_VALUE}</td>
              <td>{shareText(one.advised_share)}</td>
              <td>{shareText(one.max_share)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const SHOWN = 8

function Changes(props: {
  readonly changes: PackagePacing['data']['changes']
  readonly timeZone: string
  /** null: the user may not undo. */
  readonly save: Save | null
}) {
  const { changes, save } = props
  const undo = (change_no: number) =>
    save?.run(() => call(ENDPOINTS.undoAllocation, { params: { change_no: String(change_no) }, body: {} }))
  // Only the newest change of a placement can be undone.
  const newest = new Set<string>()
  return (
    <div>
      <h3>{texts.whatChangedTheShares}</h3>
      {changes.length === 0 && <p>{texts.nothingChangedYet}</p>}
      <ol className={classes.shareChanges}>
        {changes.slice(0, SHOWN).map((change) => {
          const isNewest = !newest.has(change.placement_id)
          newest.add(change.placement_id)
          return (
            <li key={change.change_no}>
              <small>{moment(change.changed_at, props.timeZone)}</small>
              <span>
                {texts.shareFromTo(
                  change.placement_name,
                  shareText(change.share_before),
                  shareText(change.share_after),
                )}
                <small>{change.actor === 'system' ? CHANGE_KIND_WORDS[change.kind] : change.actor}</small>
              </span>
              {save !== null && isNewest && change.undone_by === null && change.kind !== 'undo' && (
                <Button size="compact-xs" variant="subtle" onClick={() => void undo(change.change_no)}>
                  {texts.undo}
                </Button>
              )}
            </li>
          )
        })}
      </ol>
    </div>
  )
}

/** Shares below one percent differ by tenths. */
function shareText(share: number): string {
  return percentage(share * 100, share > 0 && share < 0.1 ? 1 : 0)
}
