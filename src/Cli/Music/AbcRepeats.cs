using static RnnCluster.Cli.Music.AbcItem;

namespace RnnCluster.Cli.Music;

/// <summary>Plays out the repeats of a tune.</summary>
/// <remarks>
/// A <c>:|</c> goes back to its <c>|:</c>; without one to the last <c>:|</c>, <c>::</c>, <c>||</c> or the start, the first of
/// a tune always to the start. A second <c>|:</c> inside an open repeat also closes it. Every item is played at most
/// twice, whatever the text says, so endings beyond the second are not played.
/// </remarks>
internal sealed class AbcRepeats(IReadOnlyList<AbcItem> items)
{
    private int _sectionStart;
    private bool _isOpen;
    private bool _sawRepeat;
    private int _pass = 1;

    // The pass that endings count in: stays 2 right behind the bar that ended the second time through.
    private int _endingPass = 1;
    private bool _inSecondEnding;

    private int _lastTurn = -1;

    /// <summary>The items in the order in which they sound.</summary>
    public IEnumerable<AbcItem> Play()
    {
        for (var index = 0; index < items.Count; index++)
        {
            switch (items[index])
            {
                case Bar bar:
                    index = PassBar(bar.Kind, index);
                    break;
                case Ending ending:
                    index = PassEnding(ending, index);
                    break;
                case Sound sound:
                    _endingPass = _inSecondEnding ? 2 : _pass;
                    yield return sound;
                    break;
                default:
                    yield return items[index];
                    break;
            }
        }
    }

    /// <summary>The index after which to go on.</summary>
    private int PassBar(BarKind kind, int index)
    {
        var closes = kind is BarKind.Close or BarKind.CloseAndOpen || (kind is BarKind.Open && _isOpen);
        var opens = kind is BarKind.Open or BarKind.CloseAndOpen;
        if (closes && _pass == 1 && !_inSecondEnding && index > _lastTurn)
        {
            _lastTurn = index;
            _pass = _endingPass = 2;
            _sawRepeat = true;
            return _sectionStart - 1;
        }

        if (kind == BarKind.Section && !_inSecondEnding && (_pass == 2 || _isOpen || !_sawRepeat))
        {
            return index;
        }

        _endingPass = kind == BarKind.Close ? 2 : 1;
        _sectionStart = index + 1;
        _isOpen = opens;
        _sawRepeat |= opens;
        _pass = 1;
        _inSecondEnding = false;
        return index;
    }

    private int PassEnding(Ending ending, int index)
    {
        _inSecondEnding = false;
        if (ending.IsPlayed(_endingPass))
        {
            _inSecondEnding = _endingPass == 2;
            return index;
        }

        while (index + 1 < items.Count && items[index + 1] is not (Bar or Ending))
        {
            index++;
        }

        return index;
    }
}
