using System.Collections.ObjectModel;
using System.Management.Automation.Host;
using Ec2KeyPair.Core.Trust;

namespace Ec2KeyPair.Hosting.Ssh;

/// <summary>Shows a person a host key that nothing verifies, and asks whether it is the right one.</summary>
internal static class HostKeyPrompt
{
    private const int No = 1;

    /// <summary>Pipeline thread, interactive hosts only.</summary>
    internal static bool Ask(PSHost host, string instanceId, HostKey key)
    {
        var choices = new Collection<ChoiceDescription>
        {
            new("&Yes", "Pin this key under the instance's id, and connect."),
            new("&No", "Don't connect."),
        };
        var answer = host.UI.PromptForChoice(
            $"Nothing tells the host key of {instanceId}.",
            $"Its SSH server shows the {key.KeyType} key {key.Fingerprint}. Is that the one?",
            choices,
            No);
        return answer != No;
    }
}
