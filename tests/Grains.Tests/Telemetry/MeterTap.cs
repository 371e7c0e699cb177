using System.Diagnostics.Metrics;

namespace RnnCluster.Grains.Tests.Telemetry;

/// <summary>All that is measured on a meter from now on.</summary>
internal sealed class MeterTap : IDisposable
{
    private readonly Lock _lock = new();
    private readonly MeterListener _listener = new();
    private readonly List<Measured> _measured = [];
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="meter">What is listened to.</param>
    /// <param name="instruments">Which of its instruments; nothing means all.</param>
    public MeterTap(Meter meter, params string[] instruments)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == meter && (instruments.Length == 0 || instruments.Contains(instrument.Name)))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Everything so far of one instrument; of an observable one what it says now.</summary>
    public IReadOnlyList<Measured> Of(string instrument)
    {
        lock (_lock)
        {
            _measured.RemoveAll(measured => measured.Instrument.IsObservable);
        }

        _listener.RecordObservableInstruments();
        lock (_lock)
        {
            return [.. _measured.Where(measured => measured.Instrument.Name == instrument)];
        }
    }

    /// <summary>The sum of what was measured, of those with a tag of that value when one is named.</summary>
    public double Sum(string instrument, object? tag = null) =>
        Of(instrument).Where(measured => tag is null || measured.Tags.Values.Contains(tag)).Sum(measured => measured.Value);

    /// <summary>Waits until an instrument that is not observed has measured so often.</summary>
    public async Task MeasuredAsync(string instrument, int count = 1)
    {
        while (true)
        {
            Task next;
            lock (_lock)
            {
                if (_measured.Count(measured => measured.Instrument.Name == instrument) >= count)
                {
                    return;
                }

                next = _next.Task;
            }

            await next.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_lock)
        {
            _measured.Add(new Measured(instrument, value, tags.ToArray().ToDictionary()));
            if (!instrument.IsObservable)
            {
                _next.SetResult();
                _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    /// <summary>One measurement.</summary>
    internal sealed record Measured(Instrument Instrument, double Value, IReadOnlyDictionary<string, object?> Tags);
}
