using System.Management.Automation;

namespace Ec2KeyPair.Tour;

/// <summary>Shows the records of one command: a table's header before its first row, then each row as it comes.</summary>
internal sealed class RecordPainter(Screen screen, FormatViews? views)
{
    private RecordView? _current;

    internal void Show(PSObject? record)
    {
        if (record is null) return;
        if (record.BaseObject is string or ValueType || !record.Properties.Any())
        {
            _current = null;
            screen.Line(record.ToString());
            return;
        }

        var view = views?.For(record) ?? RecordView.OfProperties(record);
        if (_current?.Name != view.Name)
        {
            _current = view;
            foreach (var line in view.Header(Screen.Width)) screen.Line(line);
        }

        foreach (var line in _current.Lines(record, Screen.Width)) screen.Line(line);
    }

    /// <summary>A table or list ends with an empty line.</summary>
    internal void End()
    {
        if (_current is not null) screen.Line();
    }

    internal void ShowError(ErrorRecord error)
    {
        var command = error.InvocationInfo?.MyCommand?.Name;
        screen.Failure((command is null ? "" : command + ": ") + (error.ErrorDetails?.Message ?? error.Exception.Message));
        if (error.ErrorDetails?.RecommendedAction is { Length: > 0 } mend) screen.Failure("  Recommendation: " + mend);
    }
}
