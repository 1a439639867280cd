'use client'
import { ActionIcon, Button, SegmentedControl } from '@mantine/core'
import { IconChevronDown, IconDeviceDesktop, IconHelpCircle, IconMoon, IconSun, IconWorld } from '@tabler/icons-react'
import { usePathname } from 'next/navigation'
import { notComparedWords } from '../../lib/compareWords.ts'
import type { Me } from '../../lib/endpoints.ts'
import { dateRange, dayIn, NO_VALUE, zoneName } from '../../lib/formats.ts'
import { hasRange } from '../../lib/pages.ts'
import { useReportStatus } from '../../lib/reportMeta.tsx'
import { useDefaultDays } from '../../lib/useDefaultDays.ts'
import { useViewState } from '../../lib/useViewState.ts'
import type { ViewState } from '../../lib/viewState.ts'
import { Hint } from '../../ui/Hint.tsx'
import { useMenu } from '../../ui/useMenu.tsx'
import { CustomRange } from './CustomRange.tsx'
import { Freshness } from './Freshness.tsx'
import { COMPARE_LABELS, THEME_NAMES, TRAFFIC_LABELS, texts } from './strings.ts'
import classes from './TopBar.module.css'
import { useTheme } from './useTheme.ts'

export function TopBar(props: {
  readonly me: Me
  readonly calendarOpen: boolean
  readonly onCalendar: (opened: boolean) => void
  readonly onHelp: () => void
}) {
  const { me } = props
  const path = usePathname()
  return (
    <div className={classes.bar}>
      {hasRange(path) && <RangeControls {...props} />}
      <div className={classes.right}>
        <Freshness />
        <Zone timeZone={me.organisation.time_zone} />
        <ThemeSwitch />
        <Hint label={texts.keyboardAndHelp}>
          <ActionIcon variant="subtle" color="gray" onClick={props.onHelp} aria-label={texts.keyboardAndHelp}>
            <IconHelpCircle size={16} stroke={1.75} aria-hidden />
          </ActionIcon>
        </Hint>
      </div>
    </div>
  )
}

function RangeControls({ me, calendarOpen, onCalendar }: Parameters<typeof TopBar>[0]) {
  const [state, set] = useViewState()
  const defaultDays = useDefaultDays()
  const meta = useReportStatus()?.meta
  const compared = meta?.compare
  const notCompared = meta ? notComparedWords(meta) : null
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label={texts.range}
        value={state.range === 'default' && !defaultDays ? '7d' : state.range}
        onChange={(range) =>
          range === 'custom' ? onCalendar(true) : set({ range: range as ViewState['range'], start: null, end: null })
        }
        data={[
          ...(defaultDays ? [{ value: 'default', label: texts.finalDays }] : []),
          { value: '7d', label: texts.n7d },
          { value: '30d', label: texts.n30d },
          { value: 'custom', label: texts.custom },
        ]}
      />
      <CustomRange
        label={meta ? dateRange(meta.start, meta.end) : texts.dates}
        today={dayIn(me.organisation.time_zone, Date.now())}
        rawDays={me.organisation.raw_days}
        opened={calendarOpen}
        onOpen={onCalendar}
        onChange={(start, end) => set({ range: 'custom', start, end })}
      />
      <Choice
        label={texts.compare}
        value={
          compared
            ? dateRange(compared.start, compared.end, state.compare === 'year')
            : state.compare === 'none'
              ? 'Nothing'
              : notCompared
                ? ''
                : NO_VALUE
        }
        why={notCompared}
        options={COMPARE_LABELS}
        onChange={(compare) => set({ compare })}
      />
      <Choice
        label={texts.traffic}
        value={TRAFFIC_LABELS[state.traffic]}
        options={TRAFFIC_LABELS}
        onChange={(traffic) => set({ traffic })}
      />
    </>
  )
}

function Zone({ timeZone }: { readonly timeZone: string }) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone
  return (
    <Hint label={texts.daysAndHoursAreThose(timeZone, own)}>
      <span className={classes.zone}>
        <IconWorld size={16} stroke={1.75} aria-hidden /> {zoneName(timeZone)}
      </span>
    </Hint>
  )
}

function Choice<V extends string>(props: {
  readonly label: string
  readonly value: string
  /** Why the value is –. */
  readonly why?: string | null
  readonly options: Readonly<Record<V, string>>
  readonly onChange: (value: V) => void
}) {
  const menu = useMenu(
    (Object.entries(props.options) as [V, string][]).map(([value, label]) => ({
      key: value,
      label,
      onClick: () => props.onChange(value),
    })),
    { width: 240 },
  )
  return (
    <>
      <Button {...menu.button} rightSection={<IconChevronDown size={14} aria-hidden />}>
        <span className={classes.label}>{props.label}</span> {props.value}
        {props.why && <span className={classes.label}> {props.why}</span>}
      </Button>
      {menu.popup}
    </>
  )
}

function ThemeSwitch() {
  const theme = useTheme()
  const Icon = theme.now === 'auto' ? IconDeviceDesktop : theme.now === 'light' ? IconSun : IconMoon
  return (
    <Hint label={texts.themeSwitchTo(THEME_NAMES[theme.now], THEME_NAMES[theme.after])}>
      <ActionIcon
        variant="subtle"
        color="gray"
        onClick={theme.next}
        aria-label={texts.themeSwitchToFrom(THEME_NAMES[theme.now], THEME_NAMES[theme.after])}
      >
        <Icon size={16} stroke={1.75} aria-hidden />
      </ActionIcon>
    </Hint>
  )
}
