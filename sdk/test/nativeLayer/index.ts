// The native layer that React Native's lists stand on: components that draw nothing, and what the lists ask of the device.
import { Component, createElement, type ReactNode } from 'react'

interface Props {
  readonly children?: ReactNode
}

const host = (name: string) =>
  class extends Component<Props> {
    static readonly displayName = name
    override render(): ReactNode {
      return createElement(name, this.props, this.props.children)
    }
  }

export const View = host('View')
export const ScrollView = host('ScrollView')
export const RefreshControl = host('RefreshControl')

export const StyleSheet = {
  create: <T>(styles: T): T => styles,
  flatten: (style: unknown): object => Object.assign({}, ...[style].flat(9)),
  compose: (a: unknown, b: unknown): unknown => [a, b],
}
export const Platform = {
  OS: 'ios',
  select: (choices: Record<string, unknown>): unknown => choices.ios ?? choices.default,
}
export const I18nManager = { isRTL: false, getConstants: () => ({ isRTL: false }) }
export const findNodeHandle = (): number => 1
