namespace Ec2KeyPair.AwsEndpoint.Tests;

public sealed class LaunchTemplateTests
{
    [Fact]
    public async Task Create_ThenVersions_InheritAndReplace()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var wire = new Wire(aws);
        var made = (await wire.Ec2("CreateLaunchTemplate", ("LaunchTemplateName", "web/(1).a-b_c"), ("LaunchTemplateData.KeyName", "old"),
            ("LaunchTemplateData.SecurityGroupId.1", "sg-1"), ("LaunchTemplateData.SecurityGroupId.2", "sg-2"),
            ("LaunchTemplateData.TagSpecification.1.ResourceType", "instance"), ("LaunchTemplateData.TagSpecification.1.Tag.1.Key", "a"),
            ("LaunchTemplateData.TagSpecification.1.Tag.1.Value", "b&c"), ("LaunchTemplateData.IamInstanceProfile.Name", "p"))).MustBe(200);
        var id = made.One("launchTemplateId");
        Assert.Equal(["1", "1"], [made.One("defaultVersionNumber"), made.One("latestVersionNumber")]);

        var next = (await wire.Ec2("CreateLaunchTemplateVersion", ("LaunchTemplateId", id), ("SourceVersion", "$Default"), ("LaunchTemplateData.KeyName", "new"),
            ("VersionDescription", "d"))).MustBe(200);
        Assert.Equal(["2", "new", "p", "false", "d"], [next.One("versionNumber"), next.One("keyName"), next.One("name"), next.One("defaultVersion"), next.One("versionDescription")]);
        Assert.Equal(["sg-1", "sg-2"], next.Xml.Descendants().Single(e => e.Name.LocalName == "securityGroupIdSet").Elements().Select(e => e.Value));
        Assert.Equal("b&c", next.One("value"));
        var bare = (await wire.Ec2("CreateLaunchTemplateVersion", ("LaunchTemplateName", "web/(1).a-b_c"), ("LaunchTemplateData.InstanceType", "t3.nano"))).MustBe(200);
        Assert.Empty(bare.All("keyName"));

        Assert.Equal("2", (await wire.Ec2("ModifyLaunchTemplate", ("LaunchTemplateId", id), ("SetDefaultVersion", "2"))).MustBe(200).One("defaultVersionNumber"));
        var versions = (await wire.Ec2("DescribeLaunchTemplateVersions", ("LaunchTemplateId", id))).MustBe(200);
        Assert.Equal(["3", "2", "1"], versions.All("versionNumber"));
        Assert.Equal(["false", "true", "false"], versions.All("defaultVersion"));
        Assert.Equal(["2", "1"], (await wire.Ec2("DescribeLaunchTemplateVersions", ("LaunchTemplateId", id), ("MaxVersion", "2"))).All("versionNumber"));
        Assert.Equal(
            ["3", "2"],
            (await wire.Ec2("DescribeLaunchTemplateVersions", ("LaunchTemplateId", id), ("LaunchTemplateVersion.1", "$Latest"), ("LaunchTemplateVersion.2", "2"),
                ("LaunchTemplateVersion.3", "$Default"))).All("versionNumber"));
    }

    [Fact]
    public async Task ClientToken_TheSameRequestAgain_MakesNothingNew()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var wire = new Wire(aws);
        for (var i = 0; i < 2; i++)
        {
            (await wire.Ec2("CreateLaunchTemplate", ("LaunchTemplateName", "web"), ("LaunchTemplateData.KeyName", "k"), ("ClientToken", "t"))).MustBe(200);
            (await wire.Ec2("CreateLaunchTemplateVersion", ("LaunchTemplateName", "web"), ("LaunchTemplateData.KeyName", "l"), ("ClientToken", "t"))).MustBe(200);
        }

        Assert.Equal(2, aws.Fleet.LaunchTemplates.FindByName("web")!.Versions.Count);
    }

    [Fact]
    public async Task DescribeVersions_OfAllTemplates_LatestAndDefaultInPages()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var wire = new Wire(aws);
        for (var i = 0; i < 450; i++)
        {
            var template = aws.Fleet.LaunchTemplates.Add($"t{i:d3}", "k");
            if (i % 3 == 0)
            {
                template.AddVersion(template.Latest.Data);
                template.AddVersion(template.Latest.Data);
            }
        }

        var seen = new List<string>();
        string? token = null;
        var pages = 0;
        do
        {
            (string, string)[] asked = [("LaunchTemplateVersion.1", "$Latest"), ("LaunchTemplateVersion.2", "$Default"), ("MaxResults", "200")];
            var page = (await wire.Ec2("DescribeLaunchTemplateVersions", token is null ? asked : [.. asked, ("NextToken", token)])).MustBe(200);
            Assert.True(page.All("versionNumber").Count <= 200);
            seen.AddRange(page.All("launchTemplateName").Zip(page.All("versionNumber"), (name, number) => name + " " + number));
            token = page.All("nextToken").SingleOrDefault();
            pages++;
        }
        while (token is not null);
        Assert.Equal((600, 600, 3), (seen.Count, seen.Distinct().Count(), pages));
        Assert.Contains("t003 3", seen);
        Assert.DoesNotContain("t003 2", seen);
        var templates = (await wire.Ec2("DescribeLaunchTemplates", ("Filter.1.Name", "launch-template-name"), ("Filter.1.Value.1", "t00*"), ("MaxResults", "7"))).MustBe(200);
        Assert.Equal(7, templates.All("launchTemplateId").Count);
        Assert.Single(templates.All("nextToken"));
    }

    [Fact]
    public async Task Refusals_AreAwsWords()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var wire = new Wire(aws);
        var id = aws.Fleet.LaunchTemplates.Add("web", "k").Id;
        const string nobody = "lt-0123456789abcdef0";
        (string Action, string Code, (string, string)[] Parameters)[] refused =
        [
            ("CreateLaunchTemplate", "InvalidLaunchTemplateName.AlreadyExistsException", [("LaunchTemplateName", "web"), ("LaunchTemplateData.KeyName", "k")]),
            ("CreateLaunchTemplate", "InvalidLaunchTemplateName.MalformedException", [("LaunchTemplateName", "we"), ("LaunchTemplateData.KeyName", "k")]),
            ("CreateLaunchTemplate", "InvalidLaunchTemplateName.MalformedException", [("LaunchTemplateName", "a:b"), ("LaunchTemplateData.KeyName", "k")]),
            ("CreateLaunchTemplate", "MissingParameter", [("LaunchTemplateName", "new")]),
            ("CreateLaunchTemplate", "MissingParameter", [("LaunchTemplateData.KeyName", "k")]),
            ("CreateLaunchTemplate", "UnknownParameter", [("LaunchTemplateName", "new"), ("LaunchTemplateData.Key", "k")]),
            ("CreateLaunchTemplate", "InvalidParameterValue", [("LaunchTemplateName", "new"), ("LaunchTemplateData.KeyName", "k"), ("VersionDescription", new string('x', 256))]),
            ("CreateLaunchTemplate", "InvalidParameterValue", [("LaunchTemplateName", "new"), ("LaunchTemplateData.KeyName", "k"), ("ClientToken", new string('x', 129))]),
            ("CreateLaunchTemplateVersion", "MissingParameter", [("LaunchTemplateId", id)]),
            ("CreateLaunchTemplateVersion", "MissingParameter", [("LaunchTemplateData.KeyName", "k")]),
            ("CreateLaunchTemplateVersion", "InvalidParameterCombination", [("LaunchTemplateId", id), ("LaunchTemplateName", "web"), ("LaunchTemplateData.KeyName", "k")]),
            ("CreateLaunchTemplateVersion", "InvalidLaunchTemplateId.VersionNotFound", [("LaunchTemplateId", id), ("SourceVersion", "2"), ("LaunchTemplateData.KeyName", "k")]),
            ("CreateLaunchTemplateVersion", "InvalidLaunchTemplateId.NotFound", [("LaunchTemplateId", nobody), ("LaunchTemplateData.KeyName", "k")]),
            ("DescribeLaunchTemplateVersions", "InvalidLaunchTemplateName.NotFoundException", [("LaunchTemplateName", "nobody")]),
            ("DescribeLaunchTemplateVersions", "InvalidLaunchTemplateId.Malformed", [("LaunchTemplateId", "lt-nobody")]),
            ("DescribeLaunchTemplateVersions", "MissingParameter", []),
            ("DescribeLaunchTemplateVersions", "InvalidParameterCombination", [("LaunchTemplateVersion.1", "1")]),
            ("DescribeLaunchTemplateVersions", "InvalidParameterCombination", [("LaunchTemplateId", id), ("LaunchTemplateVersion.1", "1"), ("MinVersion", "1")]),
            ("DescribeLaunchTemplateVersions", "InvalidParameterValue", [("LaunchTemplateVersion.1", "$Latest"), ("MaxResults", "201")]),
            ("DescribeLaunchTemplateVersions", "InvalidParameterValue", [("LaunchTemplateId", id), ("Filter.1.Name", "key-name"), ("Filter.1.Value.1", "k")]),
            ("DescribeLaunchTemplates", "InvalidLaunchTemplateId.NotFound", [("LaunchTemplateId.1", nobody)]),
            ("DescribeLaunchTemplates", "InvalidParameterValue", [("MaxResults", "0")]),
            ("ModifyLaunchTemplate", "MissingParameter", [("LaunchTemplateId", id)]),
            ("ModifyLaunchTemplate", "InvalidLaunchTemplateId.VersionNotFound", [("LaunchTemplateId", id), ("SetDefaultVersion", "666")]),
            ("ModifyLaunchTemplate", "UnknownParameter", [("LaunchTemplateId", id), ("DefaultVersion", "1")]),
        ];
        foreach (var (action, code, parameters) in refused)
        {
            (await wire.Ec2(action, parameters)).MustBe(400, code);
        }

        (await wire.Ec2("ModifyLaunchTemplate", ("LaunchTemplateId", id), ("SetDefaultVersion", "1"), ("DryRun", "true"))).MustBe(412, "DryRunOperation");
        Assert.Single(aws.Fleet.LaunchTemplates.All);
        (await wire.Ec2("CreateTags", ("ResourceId.1", id), ("Tag.1.Key", "team"), ("Tag.1.Value", "x"))).MustBe(200);
        Assert.Equal("web", (await wire.Ec2("DescribeLaunchTemplates", ("Filter.1.Name", "tag:team"), ("Filter.1.Value.1", "x"))).One("launchTemplateName"));
    }
}
