'use strict';
(function () {
  const data = JSON.parse(document.getElementById('report-data').textContent);
  const report = { errors: [] };
  window.hwnasReport = report;
  window.addEventListener('error', (event) => report.errors.push(String(event.message)));
  document.addEventListener('securitypolicyviolation', (event) =>
    report.errors.push('blocked ' + event.blockedURI));

  const percent = (fraction, digits) => (100 * fraction).toFixed(digits ?? 2) + ' %';
  const millis = (value) =>
    value.toFixed(value < 1 ? 3 : value < 100 ? 2 : 0) + ' ms';
  const cost = (value) => (data.costAxis.unit === 'ms' ? millis(value) : Number(value.toPrecision(5)) + ' ' + data.costAxis.unit);
  const escaped = echarts.format.encodeHTML;
  const tip = (title, ...lines) =>
    '<b>' + escaped(title) + '</b>' + lines.map((line) => '<br>' + escaped(line)).join('');

  /** The page's colours, which follow the reader's light or dark setting. */
  function palette() {
    const style = getComputedStyle(document.documentElement);
    return new Proxy({}, { get: (_, name) => style.getPropertyValue('--' + name).trim() });
  }

  function mix(from, to, share) {
    return echarts.color.lerp(share, [from, to]);
  }

  function base(colors) {
    return {
      animation: false,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: colors.ink },
      tooltip: {
        confine: true,
        backgroundColor: colors.card,
        borderColor: colors.line,
        textStyle: { color: colors.ink, fontSize: 13 },
        extraCssText: 'max-width:340px;white-space:normal;overflow-wrap:anywhere',
      },
    };
  }

  /** An axis whose ends are the data's, not round numbers, and so carry no label. */
  function axis(colors, name, format, more) {
    return {
      type: 'value',
      scale: true,
      name,
      nameLocation: 'middle',
      nameGap: 30,
      nameTextStyle: { color: colors.quiet, fontSize: 12 },
      axisLabel: { color: colors.quiet, formatter: format, hideOverlap: true, showMinLabel: false, showMaxLabel: false },
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { lineStyle: { color: colors.line } },
      ...more,
    };
  }

  /** A vertical axis with its name above it, flush with the labels. */
  function upright(colors, name, format, left, more) {
    return axis(colors, name, format, {
      nameLocation: 'end',
      nameGap: 12,
      nameTextStyle: { color: colors.quiet, fontSize: 12, align: 'left', padding: [0, 0, 0, -left] },
      ...more,
    });
  }

  const plusMinus = (error, format) => (error > 0 ? ' ± ' + format(error) : '');
  const plain = (value) => String(+value.toPrecision(3));

  /** An axis range around the values with some air. */
  function range(values, air) {
    const low = Math.min(...values);
    const high = Math.max(...values);
    const room = (high - low || Math.abs(high) || 1) * (air ?? 0.06);
    return { min: low - room, max: high + room };
  }

  const STAR = 'path://M50 0L61 35L98 35L68 57L79 91L50 70L21 91L32 57L2 35L39 35Z';
  const point = (x, y, of) => ({ value: [x, y], of });

  function trialsOption(colors) {
    const scored = data.trials.filter((trial) => 'accuracy' in trial && 'cost' in trial);
    const unscored = data.trials.filter(
      (trial) => !('accuracy' in trial) && 'cost' in trial);
    const budget = data.budget ?? Infinity;
    const all = [...scored, ...data.found, ...data.baselines];
    const x = range([...all, ...unscored].map((trial) => trial.cost)
      .concat(data.budget ?? []));
    const y = range(all.map((trial) => trial.accuracy).concat(all.length ? [] : [0, 1]), 0.08);
    const withErrors = data.front.filter((trial) => trial.accuracyError > 0 || trial.costError > 0);
    const within = scored.filter((trial) => trial.cost <= budget);
    const order = new Map(scored.map((trial, index) => [trial, index / Math.max(1, scored.length - 1)]));
    const show = (trial) => tip(
      trial.name,
      percent(trial.accuracy) + ' at ' + cost(trial.cost),
      'trial ' + trial.id + (trial.stage ? ', ' + trial.stage : ''));
    return {
      ...base(colors),
      grid: { left: 62, right: 28, top: 34, bottom: 52 },
      tooltip: { ...base(colors).tooltip, formatter: (item) => (item.data.of ? item.data.of() : '') },
      xAxis: axis(colors, data.costAxis.label, plain, x),
      yAxis: upright(colors, data.accuracyLabel, (v) => percent(v, 1), 54, y),
      series: [
        {
          name: 'unscored', type: 'scatter', symbol: 'rect', symbolSize: [1.5, 11], symbolOffset: [0, -7],
          itemStyle: { color: colors.over },
          data: unscored.map((trial) => point(trial.cost, y.min, () => tip(trial.name, cost(trial.cost) + ', ' + trial.outcome.toLowerCase(), 'trial ' + trial.id))),
        },
        {
          name: 'over', type: 'scatter', symbolSize: 7,
          itemStyle: { color: 'transparent', borderColor: colors.over, borderWidth: 1.3 },
          data: scored.filter((trial) => trial.cost > budget).map((trial) => point(trial.cost, trial.accuracy, () => show(trial))),
        },
        {
          name: 'within', type: 'scatter', symbolSize: 8,
          data: within.map((trial) => ({
            ...point(trial.cost, trial.accuracy, () => show(trial)),
            itemStyle: { color: mix(colors['trial-early'], colors['trial-late'], order.get(trial)), opacity: 0.9 },
          })),
        },
        {
          name: 'front', type: 'line', step: 'start', symbol: 'circle', symbolSize: 8, z: 5,
          lineStyle: { color: colors.accent, width: 2 },
          itemStyle: { color: colors.accent, borderColor: colors.card, borderWidth: 1.5 },
          data: data.front.map((trial) => point(trial.cost, trial.accuracy, () => tip(trial.name, percent(trial.accuracy) + plusMinus(trial.accuracyError, percent) + ' at ' + cost(trial.cost) + plusMinus(trial.costError, cost), 'trial ' + trial.id + ', on the front'))),
          markLine: data.budget === undefined ? undefined : {
            silent: true, symbol: 'none',
            lineStyle: { color: colors.quiet, type: [5, 4] },
            label: { formatter: 'budget ' + cost(data.budget), color: colors.quiet, position: 'end', rotate: 0, distance: 6 },
            data: [{ xAxis: data.budget }],
          },
        },
        {
          name: 'errors', type: 'custom', silent: true, clip: true, z: 4, tooltip: { show: false },
          data: withErrors.map((trial) => [trial.cost, trial.accuracy]),
          renderItem: (params, api) => {
            const trial = withErrors[params.dataIndex];
            const [left, top] = api.coord([trial.cost - trial.costError, trial.accuracy + trial.accuracyError]);
            const [right, bottom] = api.coord([trial.cost + trial.costError, trial.accuracy - trial.accuracyError]);
            const style = { stroke: colors.accent, lineWidth: 1.2, opacity: 0.6 };
            const bar = (x1, y1, x2, y2) => ({ type: 'line', shape: { x1, y1, x2, y2 }, style });
            const x = (left + right) / 2;
            const y = (top + bottom) / 2;
            return { type: 'group', children: [bar(x, top, x, bottom), bar(left, y, right, y)] };
          },
        },
        {
          name: 'found', type: 'scatter', symbol: STAR, symbolSize: 19, z: 7,
          itemStyle: { color: colors.found, borderColor: colors.card, borderWidth: 1.5, opacity: 1 },
          data: data.found.map((one) => point(one.cost, one.accuracy, () => tip(one.name, percent(one.accuracy) + ' at ' + cost(one.cost), 'found network'))),
        },
        {
          name: 'baselines', type: 'scatter', symbol: 'diamond', symbolSize: 14, z: 6,
          itemStyle: { color: colors.baseline, borderColor: colors.card, borderWidth: 1.5, opacity: 1 },
          label: { show: true, position: 'right', color: colors.baseline, textBorderColor: colors.card, textBorderWidth: 3, fontSize: 12, width: 220, overflow: 'truncate', formatter: (item) => data.baselines[item.dataIndex].name },
          labelLayout: { moveOverlap: 'shiftY' },
          data: data.baselines.map((trial) => point(trial.cost, trial.accuracy, () => tip(trial.name, percent(trial.accuracy) + ' at ' + cost(trial.cost), 'baseline'))),
        },
      ],
    };
  }

  function progressOption(colors) {
    const best = data.progress.filter((p) => 'bestAccuracy' in p);
    const x = { type: 'value', min: 1, max: Math.max(2, ...data.progress.slice(-1).map((p) => p.evaluation)), axisLine: { lineStyle: { color: colors.line } }, axisTick: { show: false }, splitLine: { show: false } };
    const line = (name, index, color, values, type) => ({
      name, type: 'line', step: 'end', xAxisIndex: index, yAxisIndex: index, showSymbol: false,
      lineStyle: { color, width: 2, type: type ?? 'solid' }, itemStyle: { color }, data: values,
    });
    const random = data.random ?? [];
    const volumes = random.filter((p) => 'hypervolumeShare' in p);
    const panels = data.hasVolume ? [0, 1] : [0];
    const lowest = panels.length - 1;
    return {
      ...base(colors),
      tooltip: {
        ...base(colors).tooltip, trigger: 'axis',
        axisPointer: { lineStyle: { color: colors.quiet } },
        formatter: (items) => tip('evaluation ' + items[0].value[0], ...items.map((item) => item.seriesName + ' ' + percent(item.value[1], item.seriesName.endsWith('hypervolume') ? 1 : 2))),
      },
      axisPointer: { link: [{ xAxisIndex: 'all' }] },
      title: [
        { text: 'best accuracy within the budget', top: 0, left: 0, textStyle: { fontSize: 12, fontWeight: 600, color: colors.quiet } },
        { text: 'hypervolume, share of the final', top: 158, left: 0, textStyle: { fontSize: 12, fontWeight: 600, color: colors.quiet } },
      ].slice(0, panels.length),
      grid: data.hasVolume
        ? [{ left: 56, right: 14, top: 26, height: 112 }, { left: 56, right: 14, top: 184, height: 88 }]
        : [{ left: 56, right: 14, top: 26, bottom: 48 }],
      xAxis: panels.map((index) => ({
        ...x, gridIndex: index,
        ...(index < lowest
          ? { axisLabel: { show: false } }
          : { axisLabel: { color: colors.quiet, hideOverlap: true }, name: 'evaluations', nameLocation: 'middle', nameGap: 26, nameTextStyle: { color: colors.quiet, fontSize: 12 } }),
      })),
      yAxis: [
        axis(colors, '', (v) => percent(v, 1), { gridIndex: 0, splitNumber: 3 }),
        axis(colors, '', (v) => percent(v, 0), { gridIndex: 1, min: 0, max: Math.max(1, ...volumes.map((p) => p.hypervolumeShare)), interval: 0.5, axisLabel: { color: colors.quiet, formatter: (v) => percent(v, 0) } }),
      ].slice(0, panels.length),
      series: [
        line('best', 0, colors.accent, best.map((p) => [p.evaluation, p.bestAccuracy])),
        ...(random.length ? [line('random search', 0, colors.baseline, random.map((p) => [p.evaluation, p.bestAccuracy]), 'dashed')] : []),
        ...(data.hasVolume ? [line('hypervolume', 1, colors['trial-late'], data.progress.map((p) => [p.evaluation, p.hypervolumeShare]))] : []),
        ...(data.hasVolume && volumes.length ? [line('random search, hypervolume', 1, colors.baseline, volumes.map((p) => [p.evaluation, p.hypervolumeShare]), 'dashed')] : []),
      ],
    };
  }

  function diversityOption(colors) {
    const last = data.diversity[data.diversity.length - 1].to;
    return {
      ...base(colors),
      tooltip: { ...base(colors).tooltip, formatter: (item) => (item.data.of ? item.data.of() : '') },
      grid: { left: 56, right: 18, top: 34, bottom: 48 },
      xAxis: axis(colors, 'evaluations', plain, { min: 1, max: Math.max(2, last) }),
      yAxis: upright(colors, 'decisions that differ', (v) => percent(v, 0), 48, { min: 0, max: 1 }),
      series: [{
        name: 'diversity', type: 'line', symbol: 'circle', symbolSize: 7,
        lineStyle: { color: colors['trial-late'], width: 2 },
        itemStyle: { color: colors['trial-late'], borderColor: colors.card, borderWidth: 1.5 },
        data: data.diversity.map((p) => point((p.from + p.to) / 2, p.share, () => tip('evaluations ' + p.from + ' to ' + p.to, percent(p.share, 1) + ' of decisions differ'))),
        markLine: {
          silent: true, symbol: 'none',
          lineStyle: { color: colors.baseline, type: [5, 4] },
          label: { formatter: 'random networks', color: colors.baseline, position: 'insideEndTop' },
          data: [{ yAxis: data.randomDiversity }],
        },
      }],
    };
  }

  function netAdaptOption(colors) {
    const steps = data.netAdapt.steps;
    const last = steps.length - 1;
    const timed = steps.filter((s) => 'measuredMillis' in s);
    const ends = data.netAdapt.comparable ? [...data.found, ...data.baselines] : [];
    const widths = new Map();
    for (const one of ends.slice(data.found.length)) {
      const network = one.name.replace(/-[0-9.]+(@|$)/, '$1');
      widths.set(network, [...(widths.get(network) ?? []), one]);
    }
    return {
      ...base(colors),
      tooltip: { ...base(colors).tooltip, formatter: (item) => (item.data.of ? item.data.of() : '') },
      grid: { left: 58, right: 24, top: 34, bottom: 48 },
      xAxis: axis(colors, ends.length ? 'latency, ms' : 'latency by the table, ms', plain, range(steps.map((s) => s.latencyMillis).concat(timed.map((s) => s.measuredMillis), ends.map((one) => one.cost)))),
      yAxis: upright(colors, data.netAdapt.score, (v) => percent(v, 1), 50, range(steps.map((s) => s.score).concat(ends.map((one) => one.accuracy)), 0.2)),
      series: [{
        name: 'netadapt', type: 'line', symbol: 'circle', symbolSize: 8,
        lineStyle: { color: colors['trial-late'], width: 2 },
        itemStyle: { color: colors['trial-late'], borderColor: colors.card, borderWidth: 1.5 },
        label: { show: true, position: 'bottom', distance: 7, color: colors.quiet, fontSize: 11, formatter: (item) => (item.dataIndex === 0 ? 'start' : item.dataIndex === last || item.dataIndex % 5 === 0 ? String(steps[item.dataIndex].step) : '') },
        data: steps.map((s) => point(s.latencyMillis, s.score, () => tip(s.step ? 'step ' + s.step : 'start', s.change, percent(s.score) + ' at ' + millis(s.latencyMillis), ...('measuredMillis' in s ? ['measured ' + millis(s.measuredMillis)] : [])))),
      }, {
        name: 'measured', type: 'scatter', symbol: 'emptyCircle', symbolSize: 9,
        itemStyle: { color: colors.found },
        data: timed.map((s) => point(s.measuredMillis, s.score, () => tip('step ' + s.step, 'measured ' + millis(s.measuredMillis), 'predicted ' + millis(s.latencyMillis)))),
      }, {
        name: 'tuned', type: 'scatter', symbol: STAR, symbolSize: 17, z: 7,
        itemStyle: { color: colors.found, borderColor: colors.card, borderWidth: 1.5 },
        data: ends.slice(0, data.found.length).map((one) => point(one.cost, one.accuracy, () => tip(one.name, percent(one.accuracy) + ' at ' + millis(one.cost), 'after its last training'))),
      }, {
        name: 'widths', type: 'scatter', symbol: 'diamond', symbolSize: 13, z: 6,
        itemStyle: { color: colors.baseline, borderColor: colors.card, borderWidth: 1.5 },
        data: ends.slice(data.found.length).map((one) => point(one.cost, one.accuracy, () => tip(one.name, percent(one.accuracy) + ' at ' + millis(one.cost), 'scaled by a width multiplier, trained from scratch'))),
      }, ...[...widths.values()].filter((curve) => curve.length > 1).map((curve) => ({
        name: 'width curve', type: 'line', silent: true, symbol: 'none', z: 5,
        lineStyle: { color: colors.baseline, width: 1.5, type: [5, 4] },
        data: curve.sort((one, other) => one.cost - other.cost).map((one) => [one.cost, one.accuracy]),
      }))],
    };
  }

  function channelsOption(colors) {
    const groups = data.netAdapt.channels;
    const longest = Math.max(...groups.map((group) => group.group.length));
    const bars = (name, color, value) => ({
      name, type: 'bar', stack: 'channels', barMaxWidth: 16, itemStyle: { color }, data: groups.map(value),
    });
    return {
      ...base(colors),
      tooltip: { ...base(colors).tooltip, formatter: (item) => tip(groups[item.dataIndex].group, groups[item.dataIndex].before + ' channels before, ' + groups[item.dataIndex].after + ' after') },
      grid: { left: Math.min(190, 18 + 7 * longest), right: 84, top: 8, bottom: 8 },
      xAxis: { type: 'value', show: false, min: 0 },
      yAxis: { type: 'category', inverse: true, data: groups.map((group) => group.group), axisLine: { show: false }, axisTick: { show: false }, axisLabel: { color: colors.ink, fontSize: 12, interval: 0, width: 170, overflow: 'truncate' } },
      series: [
        bars('left', colors['trial-late'], (group) => group.after),
        {
          ...bars('taken', colors.over, (group) => Math.max(0, group.before - group.after)),
          label: { show: true, position: 'right', color: colors.quiet, fontSize: 11, formatter: (item) => (groups[item.dataIndex].before === groups[item.dataIndex].after ? String(groups[item.dataIndex].before) : groups[item.dataIndex].before + ' → ' + groups[item.dataIndex].after) },
        },
      ],
    };
  }

  function latencyOption(colors) {
    const table = data.latencyTable;
    const values = table.cells.map((cell) => cell.medianMillis);
    const longest = Math.max(...table.blocks.map((name) => name.length));
    const tallest = Math.max(...table.choices.map((name) => name.length));
    const roomy = table.choices.length <= 16;
    const low = Math.min(...values);
    const high = Math.max(...values);
    const micros = (value) => (1000 * value).toFixed(value < 0.01 ? 1 : 0);
    const small = high < 1;
    const dark = (value) => (value - low) / (high - low || 1) > 0.65;
    return {
      ...base(colors),
      tooltip: { ...base(colors).tooltip, formatter: (item) => item.data.of() },
      grid: { left: Math.min(200, 22 + 7 * longest), right: 12, top: 38, bottom: 8 + (roomy ? 24 : Math.min(160, 6 * tallest)) },
      visualMap: {
        type: 'continuous', min: low, max: high, calculable: false, orient: 'horizontal', right: 8, top: 0, itemWidth: 12, itemHeight: 150,
        precision: 4, text: small ? [micros(high) + ' µs', micros(low) + ' µs'] : [millis(high), millis(low)], textStyle: { color: colors.quiet },
        inRange: { color: [colors['heat-low'], colors['heat-middle'], colors['heat-high']] },
      },
      xAxis: { type: 'category', data: table.choices, axisLine: { show: false }, axisTick: { show: false }, axisLabel: { color: colors.quiet, interval: 0, rotate: roomy ? 0 : 60, fontSize: 11, width: roomy ? undefined : 160, overflow: 'truncate' } },
      yAxis: { type: 'category', data: table.blocks, inverse: true, axisLine: { show: false }, axisTick: { show: false }, axisLabel: { color: colors.ink, interval: 0, fontSize: 12, width: 180, overflow: 'truncate' } },
      series: [{
        name: 'latency', type: 'heatmap',
        itemStyle: { borderColor: colors.card, borderWidth: 2, borderRadius: 3 },
        label: { show: roomy, fontSize: 11, formatter: (item) => (small ? micros(item.value[2]) : item.value[2].toPrecision(3)) },
        data: table.cells.map((cell) => ({
          value: [cell.choice, cell.block, cell.medianMillis],
          label: { color: dark(cell.medianMillis) ? colors.card : colors.ink },
          of: () => tip(table.blocks[cell.block] + ' · ' + table.choices[cell.choice], (1000 * cell.medianMillis).toPrecision(3) + ' µs, interquartile range ' + (1000 * cell.spreadMillis).toPrecision(2) + ' µs', cell.count + ' measurements'),
        })),
      }],
    };
  }

  function predictionsOption(colors) {
    const all = data.predictions;
    const ends = range(all.flatMap((p) => [p.predictedMillis, p.measuredMillis]));
    const diagonal = (name, factor, extra) => ({ name, type: 'line', silent: true, symbol: 'none', tooltip: { show: false }, data: [[ends.min, ends.min * factor], [ends.max, ends.max * factor]], ...extra });
    return {
      ...base(colors),
      tooltip: { ...base(colors).tooltip, formatter: (item) => (item.data.of ? item.data.of() : '') },
      grid: { left: 52, right: 20, top: 34, bottom: 48 },
      xAxis: axis(colors, 'predicted, ms', plain, ends),
      yAxis: upright(colors, 'measured, ms', plain, 44, ends),
      series: [
        {
          name: 'band', type: 'custom', silent: true, clip: true, tooltip: { show: false },
          data: [[ends.min, ends.max]],
          renderItem: (_, api) => ({
            type: 'polygon',
            shape: { points: [api.coord([ends.min, ends.min * 0.95]), api.coord([ends.max, ends.max * 0.95]), api.coord([ends.max, ends.max * 1.05]), api.coord([ends.min, ends.min * 1.05])] },
            style: { fill: colors.band },
          }),
        },
        diagonal('equal', 1, { lineStyle: { color: colors.quiet, type: [5, 4], width: 1 } }),
        {
          name: 'predictions', type: 'scatter', symbolSize: 9,
          itemStyle: { color: colors['trial-late'], borderColor: colors.card, borderWidth: 1 },
          data: all.map((p) => point(p.predictedMillis, p.measuredMillis, () => tip(p.name, 'predicted ' + millis(p.predictedMillis), 'measured ' + millis(p.measuredMillis), 'off by ' + percent(p.predictedMillis / p.measuredMillis - 1, 1)))),
        },
      ],
    };
  }

  function trainingOption(colors) {
    const shades = [colors['trial-late'], colors.accent, colors.baseline, colors.found, colors['trial-early'], colors.over];
    const panels = [
      { title: 'loss', of: (p) => p.loss, show: plain },
      { title: 'validation accuracy', of: (p) => p.accuracy, show: (v) => percent(v, 1) },
      { title: 'images a second', of: (p) => p.imagesPerSecond, show: (v) => v.toFixed(0) },
      { title: 'memory, MiB', of: (p) => p.residentBytes / 1048576, show: (v) => v.toFixed(0) },
    ];
    const left = (index) => (index % 2 ? '57%' : 56);
    const top = (index) => (index < 2 ? 30 : 244);
    return {
      ...base(colors),
      tooltip: { ...base(colors).tooltip, formatter: (item) => (item.data.of ? item.data.of() : '') },
      title: panels.map((panel, index) => ({ text: panel.title, top: top(index) - 28, left: index % 2 ? '52%' : 0, textStyle: { fontSize: 12, fontWeight: 600, color: colors.quiet } })),
      grid: panels.map((_, index) => ({ left: left(index), top: top(index), height: 150, ...(index % 2 ? { right: 14 } : { width: '39%' }) })),
      xAxis: panels.map((_, index) => axis(colors, 'epochs', plain, { gridIndex: index, scale: false, nameGap: 24, splitLine: { show: false } })),
      yAxis: panels.map((panel, index) => axis(colors, '', panel.show, { gridIndex: index, splitNumber: 3 })),
      series: panels.flatMap((panel, index) => data.trainings.map((training, which) => ({
        name: panel.title + ' of ' + training.name, type: 'line', xAxisIndex: index, yAxisIndex: index,
        symbol: 'circle', symbolSize: training.points.length > 60 ? 3 : 6,
        lineStyle: { color: shades[which % shades.length], width: 2 },
        itemStyle: { color: shades[which % shades.length] },
        data: training.points.filter((p) => panel.of(p) !== undefined).map((p) => point(p.epochs, panel.of(p), () => tip(
          training.name + ', step ' + p.step,
          'loss ' + plain(p.loss) + (p.accuracy === undefined ? '' : ', validation accuracy ' + percent(p.accuracy)),
          p.imagesPerSecond.toFixed(0) + ' images/s, ' + (p.residentBytes / 1048576).toFixed(0) + ' MiB'))),
      }))),
    };
  }

  function stagesOption(colors) {
    const longest = Math.max(...data.stages.map((stage) => stage.name.length));
    return {
      ...base(colors),
      tooltip: { ...base(colors).tooltip, formatter: (item) => tip(data.stages[item.dataIndex].name, data.stages[item.dataIndex].label, data.stages[item.dataIndex].detail) },
      grid: { left: Math.min(190, 18 + 7 * longest), right: 96, top: 8, bottom: 8 },
      xAxis: { type: 'value', show: false, min: 0 },
      yAxis: { type: 'category', inverse: true, data: data.stages.map((stage) => stage.name), axisLine: { show: false }, axisTick: { show: false }, axisLabel: { color: colors.ink, fontSize: 13, interval: 0, width: 170, overflow: 'truncate' } },
      series: [{
        name: 'stages', type: 'bar', barMaxWidth: 20,
        itemStyle: { color: colors['trial-late'], borderRadius: [0, 3, 3, 0] },
        label: { show: true, position: 'right', color: colors.quiet, fontSize: 12, formatter: (item) => data.stages[item.dataIndex].label },
        data: data.stages.map((stage) => stage.seconds),
      }],
    };
  }

  const builders = { trials: trialsOption, progress: progressOption, diversity: diversityOption, netadapt: netAdaptOption, channels: channelsOption, latency: latencyOption, predictions: predictionsOption, training: trainingOption, stages: stagesOption };
  const charts = {};

  if (document.getElementById('latency')) {
    const rows = data.latencyTable.blocks.length;
    document.getElementById('latency').style.height = (70 + 27 * rows + (data.latencyTable.choices.length <= 16 ? 0 : 130)) + 'px';
  }
  if (document.getElementById('channels')) {
    document.getElementById('channels').style.height = Math.max(200, 24 + 22 * data.netAdapt.channels.length) + 'px';
  }
  for (const id of Object.keys(builders)) {
    const element = document.getElementById(id);
    if (element) {
      charts[id] = echarts.init(element, null, { renderer: 'svg' });
      new ResizeObserver(() => charts[id].resize()).observe(element);
    }
  }

  /** Items of a series that have a shape on the page, not items of the data. */
  function drawn(chart, name) {
    const series = chart && chart.getModel().getSeries().find((one) => one.name === name);
    if (!series) {
      return 0;
    }
    const items = series.getData();
    let count = 0;
    for (let i = 0; i < items.count(); i++) {
      const shape = items.getItemGraphicEl(i);
      if (shape && !shape.ignore) {
        count++;
      }
    }
    return count;
  }

  /** Points of a line without symbols. */
  function points(chart, name) {
    const series = chart && chart.getModel().getSeries().find((one) => one.name === name);
    return series ? series.getData().count() : 0;
  }

  function count() {
    report.plottedTrials = drawn(charts.trials, 'within') + drawn(charts.trials, 'over') + drawn(charts.trials, 'unscored');
    report.plottedUnscored = drawn(charts.trials, 'unscored');
    report.plottedFront = drawn(charts.trials, 'front');
    report.plottedFound = drawn(charts.trials, 'found');
    report.plottedBaselines = drawn(charts.trials, 'baselines');
    report.plottedProgress = points(charts.progress, 'hypervolume');
    report.plottedBest = points(charts.progress, 'best');
    report.plottedRandom = points(charts.progress, 'random search');
    report.plottedDiversity = drawn(charts.diversity, 'diversity');
    report.plottedErrors = drawn(charts.trials, 'errors');
    report.plottedSteps = drawn(charts.netadapt, 'netadapt');
    report.plottedMeasuredSteps = drawn(charts.netadapt, 'measured');
    report.plottedWidths = drawn(charts.netadapt, 'widths');
    report.plottedWidthCurve = points(charts.netadapt, 'width curve');
    report.plottedChannels = drawn(charts.channels, 'left');
    report.plottedEntries = drawn(charts.latency, 'latency');
    report.plottedPredictions = drawn(charts.predictions, 'predictions');
    report.plottedLosses = data.trainings.reduce((sum, one) => sum + drawn(charts.training, 'loss of ' + one.name), 0);
    report.plottedStages = drawn(charts.stages, 'stages');
    report.drawnBlocks = document.querySelectorAll('svg.network g.block').length;
    report.requests = performance.getEntriesByType('resource').map((entry) => entry.name);
    document.documentElement.dataset.report = JSON.stringify(report);
  }

  function draw() {
    const colors = palette();
    for (const [id, chart] of Object.entries(charts)) {
      chart.setOption(builders[id](colors), true);
    }
    count();
  }

  draw();
  window.addEventListener('load', count);
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
})();
