using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace RnnCluster.Silo.Gateway.Rest;

/// <summary>Place of a part among the answers of a session, as the id of an event: <c>SEQUENCE.PART</c>.</summary>
/// <param name="Sequence">Sequence number of the frame that is answered; below −1 for the oldest that is kept.</param>
/// <param name="Part">Number of the part.</param>
internal readonly record struct EventId(long Sequence, int Part)
{
    /// <summary>Before the oldest answer that is kept.</summary>
    public static EventId Oldest { get; } = new(long.MinValue, 0);

    /// <summary>Reads an id; a number alone is a whole answer, and nothing is before the oldest.</summary>
    /// <exception cref="BadHttpRequestException">It is no such id.</exception>
    public static EventId Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return Oldest;
        }

        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var part = int.MaxValue;
        return long.TryParse(dot < 0 ? text : text[..dot], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var sequence) && sequence >= -1
            && (dot < 0 || int.TryParse(text[(dot + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out part))
            ? new EventId(sequence, part)
            : throw new BadHttpRequestException(
                $"the event id is '{(text.Length <= 32 ? text : text[..32] + "…")}'; it must be SEQUENCE or SEQUENCE.PART, for instance 3.0, or -1 for all answers");
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Sequence}.{Part}");
}
