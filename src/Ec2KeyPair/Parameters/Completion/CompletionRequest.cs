using System.Collections;
using System.Management.Automation;
using Ec2KeyPair.Aws.Session;

namespace Ec2KeyPair.Parameters.Completion;

/// <summary>What the command line and the session tell while an argument is completed.</summary>
/// <param name="bound">The parameters that have been typed, by name.</param>
/// <remarks>Made on the pipeline thread; it may be used on others then.</remarks>
internal sealed class CompletionRequest(IDictionary bound)
{
    private readonly EngineIntrinsics? _engine = ScriptBlock.Create("$ExecutionContext").InvokeReturnAsIs() is PSObject { BaseObject: EngineIntrinsics engine }
        ? engine
        : null;

    /// <summary>The value of a parameter; null when it was not typed, or is no plain text.</summary>
    internal string? Text(string parameter) => Unwrapped(bound[parameter]) as string is { Length: > 0 } text ? text : null;

    /// <summary>The full path that a parameter gives.</summary>
    internal string? FilePath(string parameter) => Text(parameter) is { } path && _engine is not null
        ? _engine.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path)
        : null;

    /// <summary>The AWS session that the command would have, as long as nobody has to be asked for it.</summary>
    internal AwsSessionParameters Session() => new()
    {
        AccessKey = Text(nameof(AwsSessionParameters.AccessKey)),
        SecretKey = Text(nameof(AwsSessionParameters.SecretKey)),
        SessionToken = Text(nameof(AwsSessionParameters.SessionToken)),
        ProfileName = Text(nameof(AwsSessionParameters.ProfileName)),
        ProfileLocation = FilePath(nameof(AwsSessionParameters.ProfileLocation)),
        Credential = Unwrapped(bound[nameof(AwsSessionParameters.Credential)]),
        StoredCredentials = _engine?.SessionState.PSVariable.GetValue("StoredAWSCredentials"),
        StoredRegion = _engine?.SessionState.PSVariable.GetValue("StoredAWSRegion")?.ToString(),
        EndpointUrl = Text(nameof(AwsSessionParameters.EndpointUrl)),
        MustBeSilent = true,
    };

    private static object? Unwrapped(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
