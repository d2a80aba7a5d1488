using System.Management.Automation;
using System.Text.RegularExpressions;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Parameters.Completion;

/// <summary>One value to offer, and what to say of it.</summary>
/// <param name="Value">The argument's value.</param>
/// <param name="ToolTip">What it is.</param>
internal sealed record CompletionItem(string Value, string ToolTip)
{
    // Words that PowerShell takes for no number, operator, variable or other syntax.
    private static readonly Regex Bare = new("^[A-Za-z_][A-Za-z0-9_.-]*$", RegexOptions.CultureInvariant);

    /// <summary>The parameter takes a number, so it needs no quotes.</summary>
    internal bool IsNumber { get; init; }

    /// <summary>False for a value that can't be shown and typed as it is: with control characters, or much too long.</summary>
    internal bool IsPresentable => Value.Length > 0 && Printable.Text(Value) == Value;

    /// <summary>As the engine takes it.</summary>
    /// <param name="isQuoted">A quote has been typed already.</param>
    internal CompletionResult ToResult(bool isQuoted)
    {
        var text = !isQuoted && (IsNumber || Bare.IsMatch(Value)) ? Value : Quoted(Value);
        var tip = Printable.Text(ToolTip);
        return new CompletionResult(text, Value, CompletionResultType.ParameterValue, tip.Length > 0 ? tip : Value);
    }

    // In single quotes nothing has a meaning but single quotes, of which PowerShell knows five (about_Quoting_Rules).
    private static string Quoted(string value) => "'" + Regex.Replace(value, "['\u2018\u2019\u201A\u201B]", "$0$0") + "'";
}
