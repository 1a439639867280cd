'use client'
import { ActionIcon, Button, Menu, SegmentedControl, Tooltip, useMantineColorScheme } from '@mantine/core'
import { IconChevronDown, IconDeviceDesktop, IconMoon, IconSun, IconWorld } from '@tabler/icons-react'
import type { Me } from '../../lib/endpoints.ts'
import { date, dateRange, zoneName } from '../../lib/formats.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { usePlacementOverview } from '../placementOverview/usePlacementOverview.ts'
import { CustomRange } from './CustomRange.tsx'
import { Freshness } from './Freshness.tsx'
import classes from './TopBar.module.css'

const COMPARE = { prev: 'Period before', year: 'Year before', none: 'Nothing' } as const
const TRAFFIC = { net: 'Net', gross: 'Gross' } as const

export function TopBar({ me }: { readonly me: Me }) {
  const [state, set] = useViewState()
  const { data } = usePlacementOverview()
  const compared = data?.meta.compare
  return (
    <div className={classes.bar}>
      <SegmentedControl
        size="xs"
        aria-label="Range"
        value={state.range}
        onChange={(range) => range !== 'custom' && set({ range: range === '30d' ? '30d' : '7d' })}
        data={[
          { value: '7d', label: '7d' },
          { value: '30d', label: '30d' },
          ...(state.range === 'custom' ? [{ value: 'custom', label: 'Custom' }] : []),
        ]}
      />
      <CustomRange
        label={data ? dateRange(data.meta.start, data.meta.end) : 'Dates'}
        rawDays={me.organisation.raw_days}
        onChange={(start, end) => set({ range: 'custom', start, end })}
      />
      <Choice
        label="Compare"
        value={compared ? dateRange(compared.start, compared.end, false) : state.compare === 'none' ? 'Nothing' : '–'}
        options={COMPARE}
        onChange={(compare) => set({ compare })}
      />
      <Choice
        label="Traffic"
        value={TRAFFIC[state.traffic]}
        options={TRAFFIC}
        onChange={(traffic) => set({ traffic })}
      />
      <div className={classes.right}>
        <Freshness />
        <Tooltip label={`Days and hours are those of ${me.organisation.time_zone}; today is ${date(today(me))}`}>
          <span className={classes.zone}>
            <IconWorld size={16} stroke={1.75} aria-hidden /> {zoneName(me.organisation.time_zone)}
          </span>
        </Tooltip>
        <ThemeSwitch />
      </div>
    </div>
  )
}

function Choice<V extends string>(props: {
  readonly label: string
  readonly value: string
  readonly options: Readonly<Record<V, string>>
  readonly onChange: (value: V) => void
}) {
  return (
    <Menu position="bottom-start" width={180}>
      <Menu.Target>
        <Button rightSection={<IconChevronDown size={14} aria-hidden />}>
          <span className={classes.label}>{props.label}</span> {props.value}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(Object.entries(props.options) as [V, string][]).map(([value, text]) => (
          <Menu.Item key={value} onClick={() => props.onChange(value)}>
            {text}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function ThemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const next = colorScheme === 'auto' ? 'light' : colorScheme === 'light' ? 'dark' : 'auto'
  const Icon = colorScheme === 'auto' ? IconDeviceDesktop : colorScheme === 'light' ? IconSun : IconMoon
  const names = { auto: 'system', light: 'light', dark: 'dark' } as const
  return (
    <Tooltip label={`Theme: ${names[colorScheme]}; switch to ${names[next]}`}>
      <ActionIcon
        variant="subtle"
        color="gray"
        onClick={() => setColorScheme(next)}
        aria-label={`Theme: ${names[colorScheme]}. Switch to ${names[next]}.`}
      >
        <Icon size={16} stroke={1.75} aria-hidden />
      </ActionIcon>
    </Tooltip>
  )
}

function today(me: Me): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: me.organisation.time_zone }).format(new Date())
}
