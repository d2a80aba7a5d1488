namespace Ec2KeyPair.AwsEndpoint.RunCommand;

/// <summary>How much of a script's output the agent reports, and how it marks what is missing: iohandler.go and pluginutil.go of amazon-ssm-agent.</summary>
internal static class AgentOutput
{
    internal const int OutputLimit = 24_000;
    internal const int ErrorLimit = 8_000;
    private const int SummaryLimit = 2_500;
    private const string Cut = "--output truncated--";
    private const string ErrorTitle = "\n----------ERROR-------\n";
    private const string OutputCut = "\n---Output truncated---";
    private const string ErrorCut = "\n---Error truncated----";

    /// <summary>What stands in GetCommandInvocation.</summary>
    internal static string Prefix(string text, int limit) => text.Length < limit ? text : text[..(limit - Cut.Length)] + Cut;

    /// <summary>A script that failed has a last line about it on standard error, on a line of its own.</summary>
    internal static StepResult WithExitStatus(StepResult result) => result.ExitCode == 0
        ? result
        : result with { Error = (result.Error.Length > 0 ? result.Error + "\n" : "") + $"failed to run commands: exit status {result.ExitCode}" };

    /// <summary>Both streams in one text, which stands in ListCommandInvocations.</summary>
    internal static string Summary(string output, string error)
    {
        var title = error.Length > 0 ? ErrorTitle : "";
        var space = SummaryLimit - title.Length;
        if (output.Length + error.Length < space)
        {
            return output + title + error;
        }

        if (output.Length > space / 2 && error.Length > space / 2)
        {
            var half = (space - ErrorCut.Length - OutputCut.Length) / 2;
            return output[..half] + OutputCut + title + error[..half] + ErrorCut;
        }

        return output.Length <= space / 2
            ? output + title + error[..(space - ErrorCut.Length - output.Length)] + ErrorCut
            : output[..(space - OutputCut.Length - error.Length)] + OutputCut + title + error;
    }
}
