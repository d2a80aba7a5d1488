using System.Text;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Repair;
using Ec2KeyPair.Core.Repair.UserData;

namespace Ec2KeyPair.Core.Tests.Repair;

public sealed class RepairChoiceTests
{
    [Theory]
    [InlineData("10111", null, false, "RunCommand")]
    [InlineData("01111", null, true, "InstanceConnect")]
    [InlineData("00111", null, true, "UserData")]
    [InlineData("00011", null, true, "Automation")]
    [InlineData("11111", "RootVolume", false, "RootVolume")]
    [InlineData("00111", null, false, null)]
    [InlineData("00000", null, true, null)]
    [InlineData("01111", "RunCommand", true, null)]
    public void Of_OpenWays_TheLeastHarmfulThatIsAllowed(string open, string? asked, bool acceptsDowntime, string? chosen)
    {
        var plans = Enum.GetValues<RepairMethod>().Select((method, at) => Plan(method, open[at] == '1')).ToList();
        var options = new RepairOptions { Method = asked is null ? null : Enum.Parse<RepairMethod>(asked), AcceptsDowntime = acceptsDowntime };
        if (chosen is not null) Assert.Equal(chosen, RepairChoice.Of(plans, null, options).Method.ToString());
        else Assert.Equal(ErrorCondition.RepairWayClosed, Assert.Throws<Ec2KeyPairException>(() => RepairChoice.Of(plans, null, options)).Condition);
    }

    [Fact]
    public void Of_AnUnfinishedRepair_GoesOnWithoutBeingAskedFor()
    {
        var plans = Enum.GetValues<RepairMethod>().Select(method => Plan(method, true)).ToList();
        Assert.Equal(RepairMethod.RootVolume, RepairChoice.Of(plans, RepairMethod.RootVolume, new RepairOptions()).Method);
        Assert.Equal(RepairMethod.RunCommand, RepairChoice.Of(plans, RepairMethod.RootVolume, new RepairOptions { Method = RepairMethod.RunCommand }).Method);
    }

    [Theory]
    [InlineData("ec2-user", true)]
    [InlineData("svc.app_1", true)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("a:\n- b", false)]
    [InlineData("root\n", false)]
    [InlineData("-x", false)]
    [InlineData("$(id)", false)]
    public void User_NamesOfAccountsOnly(string name, bool isOne)
    {
        if (isOne) Assert.Equal(name, RepairUser.Checked(name));
        else Assert.Equal(ErrorCondition.ArgumentUnsafe, Assert.Throws<Ec2KeyPairException>(() => RepairUser.Checked(name)).Condition);
    }

    [Fact]
    public void UserData_HoldsThePublicKeyWithoutItsComment()
    {
        using var key = KeyGenerator.Generate(KeyType.Ed25519, comment: "x\n  - evil: yes");
        var text = Encoding.ASCII.GetString(RepairUserData.For("ec2-user", key.PublicKey, "abc"));
        Assert.StartsWith("#cloud-config\nbootcmd:\n- |\n  #!/bin/sh\n  user='ec2-user'\n", text);
        Assert.Contains($"\n  key='{string.Join(" ", key.PublicKey.ToOpenSshLine().Split(' ').Take(2))}'\n", text);
        Assert.EndsWith("\nfinal_message: ec2keypair-abc-end\n", text);
        Assert.InRange(text.Length, 1000, 12 * 1024);
        // No module of cloud-init gets its hands on the account.
        Assert.DoesNotContain("users:", text);
        Assert.DoesNotContain("lock_passwd", text);
        Assert.DoesNotContain("evil", text);
    }

    private static RepairPlan Plan(RepairMethod method, bool isOpen) => new()
    {
        InstanceId = "i-0123456789abcdef0", Method = method, IsOpen = isOpen, Reason = "so", Downtime = "", StopsInstance = method > RepairMethod.InstanceConnect,
    };
}
