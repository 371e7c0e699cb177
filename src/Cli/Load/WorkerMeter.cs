using HdrHistogram;

namespace RnnCluster.Cli.Load;

/// <summary>What one thread of the load counts and records. Only that thread writes, so nothing is locked and nothing is shared.</summary>
internal sealed class WorkerMeter
{
    private LoadCounts _counts;

    /// <summary>Latencies of frames that were due before the measured time.</summary>
    public RecordedInterval WarmUp { get; } = new();

    /// <summary>Latencies of frames that were due within it.</summary>
    public RecordedInterval Measured { get; } = new();

    /// <summary>How much later than intended frames of an open loop left.</summary>
    public RecordedInterval SendDelays { get; } = new();

    /// <summary>The counts as they are now; while the thread goes on, those of one frame may be there in part.</summary>
    public LoadCounts Counts => _counts;

    /// <summary>A frame is to be sent.</summary>
    public void Offer(bool isMeasured)
    {
        _counts.Offered++;
        _counts.MeasuredOffered += isMeasured ? 1 : 0;
    }

    /// <summary>A frame was answered.</summary>
    /// <param name="latency">Since it was due.</param>
    /// <param name="tokens">What it is worth.</param>
    /// <param name="isWarmUp">Whether it was due before the measured time.</param>
    /// <param name="isMeasured">Whether it was due within it.</param>
    /// <param name="arrivedInTime">Whether the answer came within it.</param>
    public void Answer(TimeSpan latency, int tokens, bool isWarmUp, bool isMeasured, bool arrivedInTime)
    {
        _counts.Answered++;
        _counts.Tokens += tokens;
        if (arrivedInTime)
        {
            _counts.ArrivedInTime++;
            _counts.TokensInTime += tokens;
        }

        if (isMeasured)
        {
            _counts.MeasuredAnswered++;
            Measured.Record(latency);
        }
        else if (isWarmUp)
        {
            WarmUp.Record(latency);
        }
    }

    /// <summary>A frame was answered with an error.</summary>
    public void Refuse() => _counts.Refused++;

    /// <summary>A frame of an open loop leaves.</summary>
    public void Delay(TimeSpan late) => SendDelays.Record(late);

    /// <summary>Latencies of one kind since they were last taken.</summary>
    internal sealed class RecordedInterval
    {
        private readonly Recorder _recorder = LatencyHistogram.CreateRecorder();
        private HistogramBase? _taken;

        public void Record(TimeSpan latency) => _recorder.RecordValue(LatencyHistogram.Microseconds(latency));

        /// <summary>Adds what was recorded since the last time to both.</summary>
        public void TakeInto(HistogramBase interval, HistogramBase? total = null)
        {
            _taken = _recorder.GetIntervalHistogram(_taken);
            interval.Add(_taken);
            total?.Add(_taken);
        }
    }
}
