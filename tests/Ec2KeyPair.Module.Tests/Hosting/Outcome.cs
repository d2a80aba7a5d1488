using System.Collections;
using System.Management.Automation;

namespace Ec2KeyPair.Module.Tests;

/// <summary>What a script came to, every stream of it.</summary>
internal sealed record Outcome(
    IReadOnlyList<PSObject> Output,
    IReadOnlyList<ErrorRecord> Errors,
    ErrorRecord? Terminating,
    IReadOnlyList<string> Verbose,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<string> Others)
{
    /// <summary>Ids of the errors, without the name of the cmdlet: <c>InstanceNotFound</c>.</summary>
    internal IEnumerable<string> ErrorIds => Errors.Select(IdOf);

    /// <summary>The output, when there was no error of either kind.</summary>
    internal IReadOnlyList<PSObject> MustSucceed()
    {
        Assert.True(Terminating is null, "terminated: " + Terminating?.Exception);
        Assert.True(Errors.Count == 0, "errors: " + string.Join("\n", Errors.Select(error => IdOf(error) + ": " + error.Exception)));
        return Output;
    }

    /// <summary>The one output, when there was no error.</summary>
    internal PSObject Single() => Assert.Single(MustSucceed());

    /// <summary>The one non-terminating error, which must have this id, a target and a mend where one is promised.</summary>
    internal ErrorRecord SingleError(string id, ErrorCategory category, object? target = null)
    {
        Assert.Null(Terminating?.ToString());
        var error = Assert.Single(Errors);
        return Checked(error, id, category, target);
    }

    /// <summary>The error that ended the pipeline.</summary>
    internal ErrorRecord MustTerminate(string id, ErrorCategory? category = null, object? target = null)
    {
        Assert.NotNull(Terminating);
        return Checked(Terminating, id, category, target);
    }

    internal static ErrorRecord Checked(ErrorRecord error, string id, ErrorCategory? category, object? target)
    {
        Assert.True(id == IdOf(error), $"expected {id}, was {error.FullyQualifiedErrorId}: {error.Exception}");
        if (category is { } wanted) Assert.Equal(wanted, error.CategoryInfo.Category);
        if (target is not null) Assert.Equal(target, error.TargetObject);
        return error;
    }

    internal static string IdOf(ErrorRecord error) => error.FullyQualifiedErrorId.Split(',')[0];

    internal static object? Value(PSObject record, string property)
    {
        var found = record.Properties[property];
        Assert.True(found is not null, $"no property {property}");
        return found.Value is PSObject wrapped ? wrapped.BaseObject : found.Value;
    }

    internal static string? Text(PSObject record, string property) => Value(record, property)?.ToString();

    internal static PSObject Record(PSObject record, string property) => PSObject.AsPSObject(Value(record, property)!);

    internal static IReadOnlyList<PSObject> Many(PSObject record, string property) =>
        ((IEnumerable)Value(record, property)!).Cast<object>().Select(PSObject.AsPSObject).ToList();
}
